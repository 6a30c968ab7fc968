"""Why a PaymentIntent cannot be confirmed, in Stripe's words."""

from __future__ import annotations

from emulators.stripe.payments import method_types
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.errors import StripeError

NO_CUSTOMER = "You cannot confirm this PaymentIntent with a bank transfer without a customer."


def check_return(automatic: JsonObject | None, params: JsonObject) -> None:
    """Methods that redirect, which are on by default, need to know where to come back to."""
    settings = {"enabled": True, "allow_redirects": "always", **(automatic or {})}
    only = params.get("allowed_payment_method_types")
    if only is not None and not method_types.redirects(only):
        return
    may_redirect = settings["enabled"] and settings["allow_redirects"] == "always"
    if may_redirect and "return_url" not in params:
        raise errors.invalid(
            "This PaymentIntent may redirect your customer, so you must provide a `return_url`."
            " If you don't want to accept redirect-based payment methods, set"
            " `automatic_payment_methods[allow_redirects]` to `never`.",
            "return_url",
        )


def no_method(intent: JsonObject) -> str:
    if intent["customer"] is None:
        return (
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can"
            " either update the PaymentIntent with a payment method and then confirm it again, or"
            " confirm it again directly with a payment method or ConfirmationToken."
        )
    return (
        "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm"
        f" the PaymentIntent with {intent['customer']}, specify a payment method attached to this"
        " customer along with the customer ID."
    )


def of_the_bank(intent: JsonObject) -> StripeError:
    """402, with the intent as it is after the attempt."""
    last = intent["last_payment_error"]
    own = {"code", "message", "type"}
    details = {name: value for name, value in last.items() if name not in own}
    details["payment_intent"] = intent
    return StripeError(402, last["type"], last["message"], last["code"], details=details)
