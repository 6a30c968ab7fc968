"""Why a bank says no, and how Stripe tells it."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Decline:
    code: str
    """`error.code` and `charge.failure_code`."""
    decline_code: str
    message: str
    advice_code: str | None = None
    """What Stripe tells the seller to do about it."""
    outcome_type: str = "issuer_declined"
    cvc_check: str = "pass"
    error_type: str = "card_error"


_DECLINED = "Your card was declined."
_NO_MORE = "do_not_try_again"
_LATER = "try_again_later"
_CHECK = "confirm_card_data"

GENERIC = Decline("card_declined", "generic_decline", _DECLINED, _LATER)
INSUFFICIENT_FUNDS = Decline(
    "card_declined", "insufficient_funds", "Your card has insufficient funds.", _LATER
)
LOST = Decline("card_declined", "lost_card", _DECLINED, _NO_MORE)
STOLEN = Decline("card_declined", "stolen_card", _DECLINED, _NO_MORE)
TOO_OFTEN = Decline(
    "card_declined",
    "card_velocity_exceeded",
    "Your card was declined for making repeated attempts too frequently or exceeding its amount"
    " limit.",
    _LATER,
)
EXPIRED = Decline("expired_card", "expired_card", "Your card has expired.", _CHECK)
WRONG_CVC = Decline(
    "incorrect_cvc",
    "incorrect_cvc",
    "Your card's security code is incorrect.",
    _CHECK,
    cvc_check="fail",
)
PROCESSING_ERROR = Decline(
    "processing_error",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
    _LATER,
)
FRAUDULENT = Decline("card_declined", "fraudulent", _DECLINED, _NO_MORE, "blocked")
NOT_A_TEST_CARD = Decline(
    "card_declined",
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card.",
    outcome_type="invalid",
)
NEEDS_AUTHENTICATION = Decline(
    "card_declined",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)
NOT_AUTHENTICATED = Decline(
    "payment_intent_authentication_failure",
    "",
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or"
    " a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
    error_type="invalid_request_error",
)
DEBIT_FAILED = Decline(
    "payment_intent_payment_attempt_failed",
    "generic_decline",
    "The transaction can't be processed because your customer's account information is missing or"
    " incorrect.",
)
DEBIT_INSUFFICIENT_FUNDS = Decline(
    "insufficient_funds",
    "insufficient_funds",
    "The customer's account has insufficient funds to cover this payment.",
)
ACCOUNT_CLOSED = Decline(
    "account_closed", "account_closed", "The customer's bank account has been closed."
)
NO_ACCOUNT = Decline("no_account", "no_account", "The customer's bank account could not be found.")
DEBIT_NOT_AUTHORIZED = Decline(
    "debit_not_authorized",
    "debit_not_authorized",
    "The customer has told their bank that this debit was not authorized.",
)


def outcome(decline: Decline | None, risk_score: int) -> JsonObject:
    """A charge's `outcome`; None for a charge that went through."""
    declined = decline is not None
    return {
        "advice_code": decline.advice_code if decline else None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": _network_status(decline),
        "reason": decline.decline_code if decline else None,
        "risk_level": "normal",
        "risk_score": risk_score,
        "seller_message": (
            "The bank did not return any further details with this decline."
            if declined
            else "Payment complete."
        ),
        "type": decline.outcome_type if decline else "authorized",
    }


def payment_error(decline: Decline, charge_id: str | None, method: JsonObject) -> JsonObject:
    """An intent's `last_payment_error`, which is also what the API call answers."""
    optional = {
        "advice_code": decline.advice_code,
        "charge": charge_id,
        "decline_code": decline.decline_code or None,
    }
    return {
        **{name: value for name, value in optional.items() if value is not None},
        "code": decline.code,
        "message": decline.message,
        "payment_method": method,
        "type": decline.error_type,
    }


def setup_error(decline: Decline, method: JsonObject) -> JsonObject:
    """A SetupIntent's `last_setup_error`: its decline code is never left out."""
    error = payment_error(decline, None, method)
    return error | ({"decline_code": decline.code} if not decline.decline_code else {})


def _network_status(decline: Decline | None) -> str:
    if decline is None:
        return "approved_by_network"
    asked_the_network = decline.outcome_type == "issuer_declined"
    return "declined_by_network" if asked_the_network else "not_sent_to_network"
