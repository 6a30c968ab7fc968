"""What can be searched for: the query fields that Stripe names for each resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from emulators.stripe.store import JsonObject

Kind = Literal["token", "string", "numeric", "metadata"]
"""A token is compared whole, a string by its words or a part of it, without case."""


@dataclass(frozen=True, slots=True)
class Field:
    kind: Kind
    read: Callable[[JsonObject], Iterable[Any]]
    """Every value that the object has for it."""


def _at(path: str) -> Callable[[JsonObject], Iterable[Any]]:
    def read(value: JsonObject) -> Iterable[Any]:
        held: Any = value
        for step in path.split("."):
            held = held.get(step) if isinstance(held, dict) else None
        return [] if held is None else [held]

    return read


def _fields(**paths: tuple[Kind, str]) -> dict[str, Field]:
    return {name: Field(kind, _at(path)) for name, (kind, path) in paths.items()}


def _same(kind: Kind, *names: str) -> dict[str, Field]:
    return {name: Field(kind, _at(name)) for name in names}


_EVERYWHERE = _same("numeric", "created") | _same("metadata", "metadata")
_CARD = "payment_method_details.card"
_CARD_FIELDS = {
    f"{_CARD}.{name}": Field("token", _at(f"{_CARD}.{name}"))
    for name in ("brand", "country", "exp_month", "exp_year", "fingerprint", "last4")
}

FIELDS: dict[str, dict[str, Field]] = {
    "charge": {
        **_EVERYWHERE,
        **_same("numeric", "amount"),
        **_same("token", "currency", "customer", "disputed", "refunded", "status"),
        **_same("token", "billing_details.address.postal_code"),
        **_CARD_FIELDS,
    },
    "customer": {**_EVERYWHERE, **_same("string", "email", "name", "phone")},
    "invoice": {
        **_EVERYWHERE,
        **_same("token", "currency", "customer", "number", "receipt_number", "status"),
        **_same("numeric", "total"),
        **_fields(
            last_finalization_error_code=("token", "last_finalization_error.code"),
            last_finalization_error_type=("token", "last_finalization_error.type"),
            subscription=("token", "parent.subscription_details.subscription"),
        ),
    },
    "payment_intent": {
        **_EVERYWHERE,
        **_same("numeric", "amount"),
        **_same("token", "currency", "customer", "status"),
    },
    "price": {
        **_EVERYWHERE,
        **_same("token", "active", "currency", "lookup_key", "product", "type"),
    },
    "product": {
        **_EVERYWHERE,
        **_same("string", "description", "name"),
        **_same("token", "active", "shippable", "url"),
    },
    "subscription": {
        **_EVERYWHERE,
        **_same("token", "status"),
        **_fields(canceled_at=("numeric", "canceled_at")),
    },
}
