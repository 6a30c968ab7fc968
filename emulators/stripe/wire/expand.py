"""`expand[]`: ids replaced by the objects they name, and parts left out unless asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from emulators.stripe.store import JsonObject, Store
from emulators.stripe.wire import errors

DEPTH_MAX = 4

REFERENCES = {
    ("balance_transaction", "source"): "",
    ("charge", "balance_transaction"): "balance_transaction",
    ("charge", "customer"): "customer",
    ("charge", "payment_intent"): "payment_intent",
    ("checkout.session", "customer"): "customer",
    ("checkout.session", "payment_intent"): "payment_intent",
    ("payment_intent", "customer"): "customer",
    ("payment_intent", "latest_charge"): "charge",
    ("payment_intent", "payment_method"): "payment_method",
    ("payment_method", "customer"): "customer",
    ("price", "product"): "product",
    ("product", "default_price"): "price",
}
"""(kind, field) -> the kind of object whose id the field holds; empty: the id's prefix tells."""
_BY_PREFIX = {
    "ch": "charge",
    "du": "dispute",
    "po": "payout",
    "py": "charge",
    "pyr": "refund",
    "re": "refund",
    "tu": "topup",
}

Include = Callable[[JsonObject], object]


class Expander:
    def __init__(
        self,
        store: Store,
        includes: Mapping[tuple[str, str], Include],
        references: Mapping[tuple[str, str], str] = REFERENCES,
    ) -> None:
        """`includes`: (kind, field) -> what computes a field that is left out by default.

        A field in a part of the object is named `part.field`. A part has no kind of its own: in
        `references` its kind is empty.
        """
        self._store = store
        self._includes = includes
        self._references = references

    def expand(self, value: JsonObject, paths: list[str]) -> JsonObject:
        """`value` with every path, such as `data.payment_intent.latest_charge`, expanded."""
        for path in paths:
            steps = path.split(".")
            if len([step for step in steps if step != "data"]) > DEPTH_MAX:
                message = f"You cannot expand more than {DEPTH_MAX} levels of a property ({path})."
                raise errors.invalid(message, "expand")
            value = self._along(value, steps, path)
        return value

    def _along(self, value: JsonObject, steps: list[str], path: str) -> JsonObject:
        if not steps:
            return value
        if value.get("object") in {"list", "search_result"} and steps[0] == "data":
            data = [self._along(row, steps[1:], path) for row in value["data"]]
            return {**value, "data": data}
        child = self._child(self._with_part(value, steps), steps[0], path)
        if isinstance(child, dict):
            child = self._along(child, steps[1:], path)
        elif isinstance(child, list):
            child = [self._along(one, steps[1:], path) for one in child if isinstance(one, dict)]
        return {**value, steps[0]: child}

    def _with_part(self, value: JsonObject, steps: list[str]) -> JsonObject:
        """`value` with the field of one of its parts that the path asks for."""
        name = (str(value.get("object", "")), ".".join(steps[:2]))
        if len(steps) == 1 or name not in self._includes:
            return value
        part = {**value[steps[0]], steps[1]: self._includes[name](value)}
        return {**value, steps[0]: part}

    def _child(self, value: JsonObject, field: str, path: str) -> object:
        kind = str(value.get("object", ""))
        held = value.get(field)
        if (kind, field) in self._includes and held is None:
            return self._includes[kind, field](value)
        if (kind, field) in self._references and isinstance(held, str):
            named = self._references[kind, field] or _BY_PREFIX[held.partition("_")[0]]
            return self._store.get(named, held)
        if (kind, field) in self._references and isinstance(held, list):
            named = self._references[kind, field]
            return [self._store.get(named, one) if isinstance(one, str) else one for one in held]
        if isinstance(held, dict | list) or (field in value and held is None):
            return held
        raise errors.invalid(f"This property cannot be expanded ({path}).", "expand")
