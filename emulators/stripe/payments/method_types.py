"""Which payment methods are offered, and the parameters that choose among them."""

from __future__ import annotations

from emulators.stripe.payments import bank_accounts, virtual_accounts
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Each, Kind, Refused
from emulators.stripe.wire.values import Text

TAKEN = ("card", "sepa_debit")
"""What the account has switched on."""
ON_REQUEST = ("bacs_debit", "customer_balance", "us_bank_account")
"""What an intent takes as well, if `allowed_payment_method_types` names it."""
_CURRENCIES = {
    "customer_balance": {way.currency for way in virtual_accounts.WAYS.values()},
    **{kind: {scheme.currency} for kind, scheme in bank_accounts.SCHEMES.items()},
}
"""Whatever is not in here is taken in every currency."""

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
    return any(kind not in (*TAKEN, *ON_REQUEST) for kind in types)


def chosen(subject: JsonObject) -> JsonObject:
    """The parameters that a session or an intent was made with."""
    return {name: subject[name] for name in _CHOICES if subject[name] is not None}


def offered(currency: str, params: JsonObject, on_request: tuple[str, ...] = ()) -> list[str]:
    """The methods left after `allowed_` and `excluded_payment_method_types`.

    `on_request`: those that are offered besides where they are allowed by name.
    """
    if all(choice in params for choice in _CHOICES):
        raise errors.exclusive(*_CHOICES)
    allowed = params.get("allowed_payment_method_types")
    known = (
        TAKEN if allowed is None else [kind for kind in (*TAKEN, *on_request) if kind in allowed]
    )
    excluded = params.get("excluded_payment_method_types", ())
    left = [kind for kind in known if kind not in excluded and _fits(kind, currency)]
    if not left:
        message = "No valid payment method types: none of those left can be used."
        raise errors.invalid(message, "allowed_payment_method_types")
    return left


def check(method: JsonObject, types: list[str]) -> None:
    """Refuse a payment method of a type that the intent does not take."""
    if method["type"] not in types:
        raise errors.invalid(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent."
            f" Please attach a payment method of one of the following types: {', '.join(types)}.",
            "payment_method",
            "payment_intent_incompatible_payment_method",
        )


def _fits(kind: str, currency: str) -> bool:
    return kind not in _CURRENCIES or currency in _CURRENCIES[kind]
