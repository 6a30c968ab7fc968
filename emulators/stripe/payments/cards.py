"""The test cards that Stripe publishes, and what each of them does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from emulators.stripe.payments import declines
from emulators.stripe.payments.declines import Decline


@dataclass(frozen=True, slots=True)
class TestCard:
    number: str
    names: tuple[str, ...]
    """`visa` stands for `tok_visa` and `pm_card_visa`."""
    brand: str = "visa"
    funding: str = "credit"
    country: str = "US"
    decline: Decline | None = None
    asks_the_bank: bool = False
    """3-D Secure: the buyer has to authenticate first."""


_DECLINED = "chargeDeclined"

TEST_CARDS = (
    TestCard("4242424242424242", ("visa", "us")),
    TestCard("4000056655665556", ("visa_debit",), funding="debit"),
    TestCard("5555555555554444", ("mastercard",), "mastercard"),
    TestCard("2223003122003222", ("mastercard_2series",), "mastercard"),
    TestCard("5200828282828210", ("mastercard_debit",), "mastercard", "debit"),
    TestCard("5105105105105100", ("mastercard_prepaid",), "mastercard", "prepaid"),
    TestCard("378282246310005", ("amex",), "amex"),
    TestCard("6011111111111117", ("discover",), "discover"),
    TestCard("3056930009020004", ("diners",), "diners"),
    TestCard("3566002020360505", ("jcb",), "jcb", country="JP"),
    TestCard("6200000000000005", ("unionpay",), "unionpay", country="CN"),
    TestCard("4000002760000016", ("de",), country="DE"),
    TestCard("4000007520000008", ("se",), country="SE"),
    TestCard("4000002500000003", ("fr",), country="FR"),
    TestCard("4000008260000000", ("gb",), country="GB"),
    TestCard("4000003920000003", ("jp",), country="JP"),
    TestCard("4000000000000002", (_DECLINED,), decline=declines.GENERIC),
    TestCard(
        "4000000000009995", (f"{_DECLINED}InsufficientFunds",), decline=declines.INSUFFICIENT_FUNDS
    ),
    TestCard("4000000000009987", (f"{_DECLINED}LostCard",), decline=declines.LOST),
    TestCard("4000000000009979", (f"{_DECLINED}StolenCard",), decline=declines.STOLEN),
    TestCard("4000000000000069", (f"{_DECLINED}ExpiredCard",), decline=declines.EXPIRED),
    TestCard("4000000000000127", (f"{_DECLINED}IncorrectCvc",), decline=declines.WRONG_CVC),
    TestCard(
        "4000000000000119", (f"{_DECLINED}ProcessingError",), decline=declines.PROCESSING_ERROR
    ),
    TestCard(
        "4000000000006975", (f"{_DECLINED}VelocityLimitExceeded",), decline=declines.TOO_OFTEN
    ),
    TestCard("4100000000000019", (f"{_DECLINED}Fraudulent",), decline=declines.FRAUDULENT),
    TestCard("4000000000003220", ("threeDSecure2Required",), asks_the_bank=True),
    TestCard("4000002500003155", ("authenticationRequiredOnSetup",), asks_the_bank=True),
    TestCard("4000002760003184", ("authenticationRequired",), country="DE", asks_the_bank=True),
    TestCard(
        "4000008260003178",
        ("authenticationRequiredChargeDeclinedInsufficientFunds",),
        country="GB",
        decline=declines.INSUFFICIENT_FUNDS,
        asks_the_bank=True,
    ),
)

_BY_NUMBER = {card.number: card for card in TEST_CARDS}
_BY_NAME = {name: card for card in TEST_CARDS for name in card.names}
_BY_NAME |= {f"visa_{name}": card for name, card in _BY_NAME.items() if name.startswith(_DECLINED)}

_BRANDS = {"4": "visa", "34": "amex", "37": "amex", "6011": "discover", "65": "discover"}
_BRANDS |= {"36": "diners", "38": "diners", "30": "diners", "35": "jcb", "62": "unionpay"}
_BRANDS |= {str(start): "mastercard" for start in (*range(51, 56), *range(22, 28))}


def by_number(digits: str) -> TestCard:
    """Any other number is a card that only live mode would take."""
    unknown = TestCard(digits, (), brand(digits), decline=declines.NOT_A_TEST_CARD)
    return _BY_NUMBER.get(digits, unknown)


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
