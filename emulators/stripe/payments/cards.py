"""Card numbers: which test card it is, which brand, and whether it can be a number at all."""

from __future__ import annotations

import hashlib

from emulators.stripe.payments import declines
from emulators.stripe.payments.published_cards import TEST_CARDS, Fate, TestCard

_BY_NUMBER = {card.number: card for card in TEST_CARDS}
_BY_NAME = {name: card for card in TEST_CARDS for name in card.names}
_BY_NAME |= {
    f"visa_{name}": card
    for name, card in _BY_NAME.items()
    if name.startswith(("chargeDeclined", "chargeCustomerFail", "createDispute"))
}

_BRANDS = {"4": "visa", "34": "amex", "37": "amex", "6011": "discover", "65": "discover"}
_BRANDS |= {"36": "diners", "38": "diners", "30": "diners", "35": "jcb", "62": "unionpay"}
_BRANDS |= {str(start): "mastercard" for start in (*range(51, 56), *range(22, 28))}


def by_number(digits: str) -> TestCard:
    """Any other number is a card that only live mode would take."""
    unknown = TestCard(digits, (), brand(digits), decline=declines.NOT_A_TEST_CARD)
    return _BY_NUMBER.get(digits, unknown)


def fate(number: str) -> Fate:
    """What becomes of payments by this card number or IBAN."""
    return by_number(number).fate


def by_name(name: str) -> TestCard | None:
    """A test card by `tok_...` or `pm_card_...`."""
    for prefix in ("tok_", "pm_card_"):
        if name.startswith(prefix):
            return _BY_NAME.get(name.removeprefix(prefix))
    return None


def brand(digits: str) -> str:
    for length in (4, 2, 1):
        if digits[:length] in _BRANDS:
            return _BRANDS[digits[:length]]
    return "unknown"


def cvc_length(digits: str) -> int:
    return 4 if brand(digits) == "amex" else 3


def is_complete(digits: str) -> bool:
    """Whether the number is as long as its brand's numbers are."""
    lengths = {"amex": range(15, 16), "diners": range(14, 17), "unionpay": range(16, 20)}
    return len(digits) in lengths.get(brand(digits), range(16, 17))


def passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    total = sum(int(digit) for digit in digits[::-2])
    total += sum(value - 9 if value > 9 else value for value in doubled)  # noqa: PLR2004 - Luhn's own nine
    return total % 10 == 0


def fingerprint(number: str) -> str:
    """The same for the same number, on every object and after every restart."""
    return hashlib.sha256(number.encode()).hexdigest()[:16]
