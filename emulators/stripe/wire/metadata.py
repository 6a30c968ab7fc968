"""Metadata: up to fifty names of the shop's own on every object."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.values import Raw

KEYS_MAX = 50
KEY_LENGTH_MAX = 40
VALUE_LENGTH_MAX = 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """Reads to the given pairs; an empty value removes its key; all empty (None) removes all."""

    def read(self, raw: Raw, at: str) -> dict[str, str] | None:
        if raw == "":
            return None
        if isinstance(raw, str):
            raise errors.invalid("Invalid object", at)
        return {key: _value(key, value, at) for key, value in raw.items()}


def merged(old: JsonObject, params: JsonObject) -> JsonObject:
    """`old` metadata after the `metadata` among `params`, if there is any."""
    if "metadata" not in params:
        return old
    given = params["metadata"]
    pairs = {} if given is None else {**old, **given}
    kept = {key: value for key, value in pairs.items() if value != ""}
    if len(kept) > KEYS_MAX:
        message = f"You can have up to {KEYS_MAX} metadata keys, but you passed in {len(kept)}."
        raise errors.invalid(message, "metadata")
    return kept


def _value(key: str, value: Raw, at: str) -> str:
    name = f"{at}[{key}]"
    if len(key) > KEY_LENGTH_MAX:
        message = f"Metadata keys can have up to {KEY_LENGTH_MAX} characters: {key}"
        raise errors.invalid(message, name)
    if not isinstance(value, str):
        raise errors.invalid("Metadata values cannot be nested hashes.", name)
    if len(value) > VALUE_LENGTH_MAX:
        message = (
            f"Metadata values can have up to {VALUE_LENGTH_MAX} characters, but you passed in a"
            f" value that is {len(value)} characters."
        )
        raise errors.invalid(message, name)
    return value
