"""Conditions as a structured query states them: field filters and unary filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from emulators.firestore.queries import operators
from emulators.firestore.queries.conditions import Condition, Kind
from emulators.firestore.queries.operators import Holds
from emulators.firestore.storage.field_index import Span
from emulators.firestore.values.field_path import NAME, FieldPath, parse_field_path
from emulators.firestore.values.order import REFERENCE, Key, sort_key
from emulators.firestore.wire import FieldOperator, Filter, UnaryOperator, Value
from emulators.google_apis.refused import invalid


def field_condition(field_filter: Filter) -> Condition:
    path = parse_field_path(field_filter.field.field_path)
    operator = FieldOperator(field_filter.op).name
    if operator in _COMPARISONS:
        comparison = _COMPARISONS[operator]
        key = _operand(path, field_filter.value)
        span = comparison.span(key)
        return Condition(path, comparison.kind, operator, comparison.of(key), span=span)
    if operator in _MEMBERSHIPS:
        return _membership(path, operator, field_filter.value)
    raise invalid("Unknown FieldFilter operator.")


def unary_condition(unary_filter: Filter) -> Condition:
    path = parse_field_path(unary_filter.field.field_path)
    operator = UnaryOperator(unary_filter.op).name
    if operator not in _UNARIES:
        raise invalid("Unknown UnaryFilter operator.")
    if path == NAME:
        raise invalid("__key__ filter value must be a Key")
    kind, holds = _UNARIES[operator]
    return Condition(path, kind, operator, holds)


def _membership(path: FieldPath, operator: str, value: Value) -> Condition:
    membership = _MEMBERSHIPS[operator]
    if value.WhichOneof("value_type") != "array_value":
        raise invalid(f"'{operator}' requires an ArrayValue.")
    values = value.array_value.values
    if not values:
        raise invalid(f"'{operator}' requires an non-empty ArrayValue.")
    if len(values) > membership.values_max:
        raise invalid(f"'{operator}' supports up to {membership.values_max} comparison values.")
    keys = [_operand(path, each) for each in values]
    disjunct_count = 1 if operator == "NOT_IN" else len(set(keys))
    return Condition(path, membership.kind, operator, membership.of(keys), disjunct_count)


def _operand(path: FieldPath, value: Value) -> Key:
    key = sort_key(value)
    if path == NAME and key[0] != REFERENCE:
        raise invalid("__key__ filter value must be a Key")
    return key


def _anywhere(_: Key) -> None:
    return None


def _exactly(key: Key) -> Span:
    return Span(key, key)


def _up_to(key: Key) -> Span:
    return Span(key[:1], key)


def _from(key: Key) -> Span:
    return Span(key, (key[0] + 1,))


class _Comparison(NamedTuple):
    kind: Kind
    of: Callable[[Key], Holds]
    span: Callable[[Key], Span | None] = _anywhere


class _Membership(NamedTuple):
    kind: Kind
    of: Callable[[Sequence[Key]], Holds]
    values_max: int


_COMPARISONS = {
    "EQUAL": _Comparison(Kind.EQUALITY, operators.equal, _exactly),
    "NOT_EQUAL": _Comparison(Kind.INEQUALITY, operators.not_equal),
    "LESS_THAN": _Comparison(Kind.INEQUALITY, operators.less_than, _up_to),
    "LESS_THAN_OR_EQUAL": _Comparison(Kind.INEQUALITY, operators.less_than_or_equal, _up_to),
    "GREATER_THAN": _Comparison(Kind.INEQUALITY, operators.greater_than, _from),
    "GREATER_THAN_OR_EQUAL": _Comparison(Kind.INEQUALITY, operators.greater_than_or_equal, _from),
    "ARRAY_CONTAINS": _Comparison(Kind.CONTAINS, operators.array_contains),
}
_MEMBERSHIPS = {
    "IN": _Membership(Kind.EQUALITY, operators.in_, values_max=30),
    "NOT_IN": _Membership(Kind.INEQUALITY, operators.not_in, values_max=10),
    "ARRAY_CONTAINS_ANY": _Membership(Kind.CONTAINS, operators.array_contains_any, values_max=30),
}
_UNARIES: dict[str, tuple[Kind, Holds]] = {
    "IS_NULL": (Kind.EQUALITY, operators.is_null),
    "IS_NAN": (Kind.EQUALITY, operators.is_nan),
    "IS_NOT_NULL": (Kind.INEQUALITY, operators.is_not_null),
    "IS_NOT_NAN": (Kind.INEQUALITY, operators.is_not_nan),
}
