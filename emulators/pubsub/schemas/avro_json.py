"""Avro's JSON encoding, read strictly: a union's value names its branch, bytes are text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastavro.read import LOGICAL_READERS

from emulators.pubsub.schemas.avro_types import Named, Node, branch_name, resolved, type_of
from emulators.pubsub.schemas.definition import Unfit

_BITS = {"int": 32, "long": 64}


def from_json(value: Any, node: Node, named: Named) -> Any:
    """Return the Python value of a JSON value; `Unfit` when it is not of the type."""
    node = resolved(node, named)
    kind = type_of(node)
    reader = _READERS.get(kind)
    if reader is None:
        raise Unfit(f"{kind} is no Avro type")
    plain = reader(value, node, named)
    if isinstance(node, dict) and "logicalType" in node:
        return _logical(plain, kind, node)
    return plain


def _logical(plain: Any, kind: str, node: Node) -> Any:
    """Return an instant, a date or a decimal, as the binary reader does."""
    convert = LOGICAL_READERS.get(f"{kind}-{node['logicalType']}")
    try:
        return convert(plain, node, None) if convert else plain
    except (ValueError, OverflowError) as error:
        raise Unfit(f"{plain} is no {node['logicalType']}: {error}") from error


def _null(value: Any, _: Node, __: Named) -> None:
    if value is not None:
        raise _mismatch(value, "null")


def _boolean(value: Any, _: Node, __: Named) -> bool:
    if not isinstance(value, bool):
        raise _mismatch(value, "boolean")
    return value


def _integer(value: Any, node: Node, _: Named) -> int:
    kind = type_of(node)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _mismatch(value, "number_integer")
    if not -(1 << _BITS[kind] - 1) <= value < 1 << _BITS[kind] - 1:
        raise Unfit(f"JSON number {value} is out of range for {kind}")
    return value


def _real(value: Any, _: Node, __: Named) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _mismatch(value, "number_float")
    return float(value)


def _string(value: Any, _: Node, __: Named) -> str:
    if not isinstance(value, str):
        raise _mismatch(value, "string")
    return value


def _bytes(value: Any, node: Node, named: Named) -> bytes:
    """Each character stands for the byte of its number."""
    try:
        content = _string(value, node, named).encode("latin-1")
    except UnicodeEncodeError as error:
        raise Unfit("JSON string for bytes holds a character beyond \\u00ff") from error
    if type_of(node) == "fixed" and len(content) != node["size"]:
        raise Unfit(f"{node['name']} takes {node['size']} bytes, not {len(content)}")
    return content


def _enum(value: Any, node: Node, named: Named) -> str:
    symbol = _string(value, node, named)
    if symbol not in node["symbols"]:
        raise Unfit(f"{symbol} is no symbol of {node['name']}")
    return symbol


def _array(value: Any, node: Node, named: Named) -> list[Any]:
    if not isinstance(value, list):
        raise _mismatch(value, "array")
    return [from_json(item, node["items"], named) for item in value]


def _map(value: Any, node: Node, named: Named) -> dict[str, Any]:
    return {key: from_json(item, node["values"], named) for key, item in _object(value).items()}


def _record(value: Any, node: Node, named: Named) -> dict[str, Any]:
    """Pass over what the schema does not know, as Avro's own reader does."""
    content = _object(value)
    record = {}
    for field in node["fields"]:
        if field["name"] not in content:
            raise Unfit(f"JSON object lacks the field {field['name']}")
        record[field["name"]] = from_json(content[field["name"]], field["type"], named)
    return record


def _union(value: Any, node: Node, named: Named) -> Any:
    if value is None:
        if "null" not in node:
            raise _mismatch(value, "union")
        return None
    content = _object(value)
    for branch in node:
        if list(content) == [branch_name(branch, named)]:
            return from_json(content[branch_name(branch, named)], branch, named)
    raise Unfit(f"JSON object names no branch of the union: {', '.join(content)}")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _mismatch(value, "object")
    return value


def _mismatch(value: Any, expected: str) -> Unfit:
    return Unfit(
        f"JSON object with type {_JSON_TYPES[type(value)]} does not match schema which "
        f"expected {expected}"
    )


_JSON_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "number_integer",
    float: "number_float",
    str: "string",
    list: "array",
    dict: "object",
}
_READERS: dict[str, Callable[[Any, Node, Named], Any]] = {
    "null": _null,
    "boolean": _boolean,
    "int": _integer,
    "long": _integer,
    "float": _real,
    "double": _real,
    "string": _string,
    "bytes": _bytes,
    "fixed": _bytes,
    "enum": _enum,
    "array": _array,
    "map": _map,
    "record": _record,
    "union": _union,
}
