"""Firestore's total order of values, as keys that Python compares natively.

Two values are equal to Firestore exactly when their keys are equal: 1 == 1.0, -0.0 == 0,
NaN == NaN. NaN has a rank of its own, so that no range of numbers contains it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from emulators.firestore.wire import Fields, Value
from emulators.google_apis.refused import invalid

NULL, BOOLEAN, NAN, NUMBER, TIMESTAMP, STRING, BYTES = range(7)
REFERENCE, GEO_POINT, ARRAY, VECTOR, MAP = range(7, 12)

VECTOR_TYPE_FIELD = "__type__"
VECTOR_TYPE = "__vector__"

_NUMERIC_ID_MARK = "__id"
_NUMERIC_ID = re.compile(r"__id(-?\d+)__")
_INT64_MIN = -(2**63)

Key: TypeAlias = tuple[int, Any]


def sort_key(value: Value) -> Key:
    """(rank of the type, something comparable within the type)."""
    key_of = _KEYS.get(value.WhichOneof("value_type"))
    if key_of is None:
        raise invalid("Cannot convert firestore.v1.Value with type unset.")
    return key_of(value)


def name_key(name: str) -> Key:
    """The key of a document's own name; the same as of a reference to it."""
    segments = name.split("/")
    if _NUMERIC_ID_MARK in name:
        segments = [_NUMERIC_ID.sub(_before_words, segment) for segment in segments]
    return REFERENCE, tuple(segments)


def is_vector(fields: Fields) -> bool:
    return VECTOR_TYPE_FIELD in fields and fields[VECTOR_TYPE_FIELD].string_value == VECTOR_TYPE


def _before_words(numeric_id: re.Match[str]) -> str:
    """Numbers come before words. No document has one, but clients say 'from the first' with it."""
    return f"\0{int(numeric_id[1]) - _INT64_MIN:020}"


def _double_key(value: Value) -> Key:
    number = value.double_value
    return (NAN, 0) if math.isnan(number) else (NUMBER, number)


def _array_key(value: Value) -> Key:
    return ARRAY, tuple(sort_key(element) for element in value.array_value.values)


def _map_key(value: Value) -> Key:
    fields = value.map_value.fields
    if is_vector(fields):
        numbers = tuple(sort_key(number) for number in fields["value"].array_value.values)
        return VECTOR, (len(numbers), numbers)
    return MAP, tuple((name, sort_key(fields[name])) for name in sorted(fields))


_KEYS: dict[str, Callable[[Value], Key]] = {
    "null_value": lambda _: (NULL, 0),
    "boolean_value": lambda value: (BOOLEAN, value.boolean_value),
    "integer_value": lambda value: (NUMBER, value.integer_value),
    "double_value": _double_key,
    "timestamp_value": lambda value: (
        TIMESTAMP,
        (value.timestamp_value.seconds, value.timestamp_value.nanos),
    ),
    "string_value": lambda value: (STRING, value.string_value),
    "bytes_value": lambda value: (BYTES, value.bytes_value),
    "reference_value": lambda value: name_key(value.reference_value),
    "geo_point_value": lambda value: (
        GEO_POINT,
        (value.geo_point_value.latitude, value.geo_point_value.longitude),
    ),
    "array_value": _array_key,
    "map_value": _map_key,
}
