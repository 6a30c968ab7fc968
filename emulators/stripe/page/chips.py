"""The row of buttons that fill in a test card or account."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.payments import ibans


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    tone: str
    """`good`, `bad` or `ask`: the colour of its dot."""
    number: str
    cvc: str = "123"


CARD_CHIPS = (
    Chip("Visa", "good", "4242 4242 4242 4242"),
    Chip("Mastercard", "good", "5555 5555 5555 4444"),
    Chip("Amex", "good", "3782 822463 10005", "1234"),
    Chip("3-D Secure", "ask", "4000 0027 6000 3184"),
    Chip("Declined", "bad", "4000 0000 0000 0002"),
    Chip("No funds", "bad", "4000 0000 0000 9995"),
    Chip("Lost card", "bad", "4000 0000 0000 9987"),
    Chip("Expired", "bad", "4000 0000 0000 0069"),
    Chip("Wrong CVC", "bad", "4000 0000 0000 0127"),
    Chip("Processing error", "bad", "4000 0000 0000 0119"),
)


def _in_fours(iban: str) -> str:
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


DEBIT_CHIPS = (
    Chip("Settles", "good", _in_fours(ibans.SUCCEEDS)),
    Chip("Fails later", "bad", _in_fours(ibans.FAILS)),
    Chip("No funds", "bad", _in_fours(ibans.LACKS_FUNDS)),
)
