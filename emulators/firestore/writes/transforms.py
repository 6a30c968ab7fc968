"""Changes that depend on what is stored: server time, arithmetic, array union and removal."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from emulators.firestore.storage.instants import Micros, timestamp_of
from emulators.firestore.values.field_path import parse_field_path
from emulators.firestore.values.order import sort_key
from emulators.firestore.wire import (
    Fields,
    FieldTransform,
    ServerValue,
    Value,
    make_array,
    make_value,
)
from emulators.firestore.writes import numbers
from emulators.google_apis.refused import invalid

_MICROS_PER_MILLI = 1000


def apply_transform(fields: Fields, transform: FieldTransform, committed_at: Micros) -> Value:
    """Change `fields`, and say to the caller what came of it: null for an array."""
    path = parse_field_path(transform.field_path)
    stored = path.find(fields)
    kind = transform.WhichOneof("transform_type")
    if kind in _ARRAYS:
        elements = getattr(transform, kind).values
        path.put(fields, _ARRAYS[kind](_elements(stored), elements))
        return make_value(null_value=0)
    if kind in _ARITHMETIC:
        operand = getattr(transform, kind)
        if not numbers.is_number(operand):
            raise invalid("Input must be int64 or double.")
        result = _ARITHMETIC[kind](stored, operand)
    else:
        result = _server_value(transform, committed_at)
    path.put(fields, result)
    return result


def _server_value(transform: FieldTransform, committed_at: Micros) -> Value:
    """The server's time, in whole milliseconds."""
    if transform.set_to_server_value != ServerValue.REQUEST_TIME:
        raise invalid("The transform type is not set.")
    millisecond = Micros(committed_at - committed_at % _MICROS_PER_MILLI)
    return make_value(timestamp_value=timestamp_of(millisecond))


def _elements(stored: Value | None) -> list[Value]:
    return [] if stored is None else list(stored.array_value.values)


def _union(stored: list[Value], added: Iterable[Value]) -> Value:
    present = {sort_key(value) for value in stored}
    union = list(stored)
    for value in added:
        key = sort_key(value)
        if key not in present:
            present.add(key)
            union.append(value)
    return make_value(array_value=make_array(values=union))


def _without(stored: list[Value], removed: Iterable[Value]) -> Value:
    unwanted = {sort_key(value) for value in removed}
    kept = [value for value in stored if sort_key(value) not in unwanted]
    return make_value(array_value=make_array(values=kept))


_ARITHMETIC: dict[str, Callable[[Value | None, Value], Value]] = {
    "increment": numbers.increment,
    "maximum": numbers.maximum,
    "minimum": numbers.minimum,
}
_ARRAYS: dict[str, Callable[[list[Value], Iterable[Value]], Value]] = {
    "append_missing_elements": _union,
    "remove_all_from_array": _without,
}
