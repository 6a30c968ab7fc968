"""Terraform's values (its type system is called cty): plain Python, and one value for "unknown"."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.terraform.stub import msgpack


class _Unknown:
    """Known after apply."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __deepcopy__(self, memo: dict[int, object]) -> _Unknown:
        return self


UNKNOWN: Final = _Unknown()


def load(message: Any) -> Any:
    """A `DynamicValue`; None for a resource that does not exist."""
    if message.json:
        return json.loads(message.json)
    if not message.msgpack:
        return None
    return msgpack.Reader(message.msgpack, UNKNOWN).read()


def dump(value: Any) -> bytes:
    return msgpack.pack(value, UNKNOWN)


def has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(has_unknown, value.values()))
    if isinstance(value, list):
        return any(map(has_unknown, value))
    return value is UNKNOWN
