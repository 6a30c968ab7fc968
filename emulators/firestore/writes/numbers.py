"""Arithmetic of the transforms: 64-bit integers that saturate, doubles that infect."""

from __future__ import annotations

from emulators.firestore.values.order import NUMBER, sort_key
from emulators.firestore.wire import Value, make_value

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1


def is_number(value: Value | None) -> bool:
    return value is not None and value.WhichOneof("value_type") in {
        "integer_value",
        "double_value",
    }


def increment(stored: Value | None, operand: Value) -> Value:
    if stored is None or not is_number(stored):
        return operand
    if stored.HasField("integer_value") and operand.HasField("integer_value"):
        total = stored.integer_value + operand.integer_value
        return make_value(integer_value=max(INT64_MIN, min(INT64_MAX, total)))
    return make_value(double_value=float(_number(stored)) + float(_number(operand)))


def maximum(stored: Value | None, operand: Value) -> Value:
    """The stored value where the two are equal, so that 3 stays an integer against 3.0."""
    return _chosen(stored, operand, larger=True)


def minimum(stored: Value | None, operand: Value) -> Value:
    return _chosen(stored, operand, larger=False)


def _chosen(stored: Value | None, operand: Value, *, larger: bool) -> Value:
    if stored is None or not is_number(stored):
        return operand
    for value in (stored, operand):
        if sort_key(value)[0] != NUMBER:
            return value
    if larger:
        return operand if sort_key(operand) > sort_key(stored) else stored
    return operand if sort_key(operand) < sort_key(stored) else stored


def _number(value: Value) -> float:
    if value.HasField("integer_value"):
        integer: int = value.integer_value
        return integer
    double: float = value.double_value
    return double
