"""What the hosted page tells a buyer whose payment did not go through."""

from __future__ import annotations

from emulators.stripe.store import JsonObject

_BY_REASON = {
    "generic_decline": "Your card was declined. Try paying with a different card.",
    "insufficient_funds": (
        "Your card was declined because of insufficient funds. Try paying with a different card."
    ),
    "lost_card": "Your card was declined. Try paying with a different card.",
    "stolen_card": "Your card was declined. Try paying with a different card.",
    "fraudulent": "Your card was declined. Try paying with a different card.",
    "expired_card": "Your card has expired. Try paying with a different card.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "payment_intent_authentication_failure": (
        "We are unable to authenticate your payment method. Please choose a different payment"
        " method and try again."
    ),
}


def decline(error: JsonObject) -> str:
    """`error`: the intent's `last_payment_error`. The bank's own reason is not for the buyer."""
    reason = error.get("decline_code") or error["code"]
    return _BY_REASON.get(reason, str(error["message"]))
