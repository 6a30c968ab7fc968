"""Vectors: maps of a fixed form, which Firestore takes for a type of their own."""

from __future__ import annotations

from emulators.firestore.values.order import VECTOR_TYPE_FIELD, is_vector
from emulators.firestore.wire import Fields, Value
from emulators.google_apis.refused import invalid

DIMENSION_MAX = 2048
VECTOR_VALUE_FIELD = "value"

Vector = tuple[float, ...]


def vector_in(value: Value) -> Vector | None:
    fields = value.map_value.fields
    if not is_vector(fields):
        return None
    return tuple(each.double_value for each in fields[VECTOR_VALUE_FIELD].array_value.values)


def check_vector(fields: Fields) -> None:
    """Of a map that says it is a vector."""
    if VECTOR_VALUE_FIELD not in fields:
        raise invalid("Vector map is missing key 'value'.")
    if set(fields) != {VECTOR_TYPE_FIELD, VECTOR_VALUE_FIELD}:
        raise invalid("Vector Value map has extraneous entries.")
    if not fields[VECTOR_VALUE_FIELD].HasField("array_value"):
        raise invalid("Vector Value type must be an array.")
    numbers = fields[VECTOR_VALUE_FIELD].array_value.values
    if not numbers:
        raise invalid("Cannot have a zero length vector.")
    if len(numbers) > DIMENSION_MAX:
        raise invalid(f"Vectors must be at most {DIMENSION_MAX} dimensions.")
    if any(number.WhichOneof("value_type") != "double_value" for number in numbers):
        raise invalid("Vector must only contain values of type 'double'")
