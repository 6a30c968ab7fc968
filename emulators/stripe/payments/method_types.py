"""Which payment methods are offered, and the parameters that choose among them."""

from __future__ import annotations

from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Each, Kind, Refused
from emulators.stripe.wire.values import Text

TAKEN = ("card", "sepa_debit")
"""What the twin can take; a debit from a bank account is in euro only."""

PARAMS: dict[str, Kind] = {
    "allowed_payment_method_types": Each(Text()),
    "excluded_payment_method_types": Each(Text()),
    "payment_method_types": Refused(
        "The `payment_method_types` parameter is no longer supported. Use dynamic payment"
        " methods, `allowed_payment_method_types` or `excluded_payment_method_types` instead.",
        "payment_method_types_no_longer_supported",
    ),
}
_CHOICES = ("allowed_payment_method_types", "excluded_payment_method_types")


def redirects(types: list[str]) -> bool:
    """Whether any of these methods leads the buyer to a page of its own."""
    return any(kind not in TAKEN for kind in types)


def chosen(subject: JsonObject) -> JsonObject:
    """The parameters that a session or an intent was made with."""
    return {name: subject[name] for name in _CHOICES if subject[name] is not None}


def offered(currency: str, params: JsonObject) -> list[str]:
    """The methods left after `allowed_` and `excluded_payment_method_types`."""
    if all(choice in params for choice in _CHOICES):
        raise errors.exclusive(*_CHOICES)
    fitting = TAKEN if currency == "eur" else TAKEN[:1]
    allowed = params.get("allowed_payment_method_types", fitting)
    excluded = params.get("excluded_payment_method_types", ())
    left = [kind for kind in fitting if kind in allowed and kind not in excluded]
    if not left:
        message = "No valid payment method types: none of those left can be used."
        raise errors.invalid(message, "allowed_payment_method_types")
    return left
