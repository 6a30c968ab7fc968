"""The test cards that Stripe publishes, and what each of them does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from emulators.stripe.payments import declines
from emulators.stripe.payments.declines import Decline


class Asks(Enum):
    """When the card's bank wants its holder to authenticate (3-D Secure)."""

    NEVER = auto()
    ALWAYS = auto()
    UNLESS_SET_UP = auto()
    """Not any more once the card was saved with an authentication."""
    ON_SESSION = auto()
    """Only while the holder is there: the card counts as set up already."""


class Fate(Enum):
    """What becomes of a payment that went through."""

    NONE = auto()
    AVAILABLE_AT_ONCE = auto()
    DISPUTED_AS_FRAUDULENT = auto()
    DISPUTED_AS_NOT_RECEIVED = auto()
    DISPUTED_TWICE = auto()
    INQUIRED = auto()
    WARNED = auto()
    REFUND_PENDS = auto()
    REFUND_FAILS = auto()


@dataclass(frozen=True, slots=True)
class TestCard:
    number: str
    names: tuple[str, ...]
    """`visa` stands for `tok_visa` and `pm_card_visa`."""
    brand: str = "visa"
    funding: str = "credit"
    country: str = "US"
    decline: Decline | None = None
    asks: Asks = Asks.NEVER
    fate: Fate = Fate.NONE
    is_saved_first: bool = False
    """It declines only once it is saved; any other declining card cannot even be saved."""


_DECLINED = "chargeDeclined"

TEST_CARDS = (
    TestCard("4242424242424242", ("visa", "us")),
    TestCard("4000056655665556", ("visa_debit",), funding="debit"),
    TestCard("5555555555554444", ("mastercard",), "mastercard"),
    TestCard("2223003122003222", ("mastercard_2series",), "mastercard"),
    TestCard("5200828282828210", ("mastercard_debit",), "mastercard", "debit"),
    TestCard("5105105105105100", ("mastercard_prepaid",), "mastercard", "prepaid"),
    TestCard("378282246310005", ("amex",), "amex"),
    TestCard("371449635398431", (), "amex"),
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
    TestCard(
        "4000000000000341", ("chargeCustomerFail",), decline=declines.GENERIC, is_saved_first=True
    ),
    TestCard(
        "4100000000000019", (f"{_DECLINED}Fraudulent", "radarBlock"), decline=declines.FRAUDULENT
    ),
    TestCard("4000000000003220", ("threeDSecure2Required",), asks=Asks.ALWAYS),
    TestCard("4000000000003055", ("threeDSecureOptional",)),
    TestCard(
        "4000002500003155",
        ("authenticationRequiredOnSetup", "authenticationRequiredUnlessSetup"),
        asks=Asks.UNLESS_SET_UP,
    ),
    TestCard("4000002760003184", ("authenticationRequired",), country="DE", asks=Asks.ALWAYS),
    TestCard(
        "4000003800000446",
        ("authenticationRequiredSetupForOffSession",),
        country="IE",
        asks=Asks.ON_SESSION,
    ),
    TestCard(
        "4000008400001629",
        ("threeDSecureRequiredChargeDeclined",),
        decline=declines.GENERIC,
        asks=Asks.ALWAYS,
    ),
    TestCard(
        "4000008260003178",
        (
            "authenticationRequiredChargeDeclinedInsufficientFunds",
            "authenticationRequiredInsufficientFunds",
        ),
        country="GB",
        decline=declines.INSUFFICIENT_FUNDS,
        asks=Asks.ALWAYS,
    ),
    TestCard("4000000000000077", ("bypassPending",), fate=Fate.AVAILABLE_AT_ONCE),
    TestCard(
        "4000003720000278",
        ("bypassPendingInternational",),
        country="IE",
        fate=Fate.AVAILABLE_AT_ONCE,
    ),
    TestCard("4000000000000259", ("createDispute",), fate=Fate.DISPUTED_AS_FRAUDULENT),
    TestCard(
        "4000000000002685",
        ("createDisputeProductNotReceived",),
        fate=Fate.DISPUTED_AS_NOT_RECEIVED,
    ),
    TestCard("4000000000001976", ("createDisputeInquiry",), fate=Fate.INQUIRED),
    TestCard("4000000000005423", ("createIssuerFraudRecord",), fate=Fate.WARNED),
    TestCard("4000000404000079", ("createMultipleDisputes",), fate=Fate.DISPUTED_TWICE),
    TestCard("4000000000007726", ("pendingRefund",), fate=Fate.REFUND_PENDS),
    TestCard("4000000000005126", ("refundFail",), fate=Fate.REFUND_FAILS),
)
