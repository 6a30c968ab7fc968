"""What Firestore takes into a document: field names, nesting and size."""

from __future__ import annotations

from collections.abc import Iterable

from emulators.firestore.values.field_path import is_reserved
from emulators.firestore.values.order import is_vector
from emulators.firestore.values.scalars import TAKEN_AS_THEY_ARE, accept_scalar
from emulators.firestore.values.size import check_size
from emulators.firestore.values.vectors import check_vector
from emulators.firestore.wire import Document, Fields, Value
from emulators.google_apis.refused import invalid

NESTING_MAX = 20
FIELD_NAME_BYTES_MAX = 1500
_SURELY_SHORT = FIELD_NAME_BYTES_MAX // 4  # no character takes more than four bytes


def accept(document: Document) -> None:
    """Refuse what cannot be stored, and cut instants to microseconds, in place."""
    for name, value in document.fields.items():
        _check_name(name)
        try:
            _accept_value(value, depth=1)
        except _TooDeep:
            raise invalid(f"Property {name} contains an invalid nested entity.") from None
    check_size(document)


class _TooDeep(Exception):
    pass


def _accept_value(value: Value, depth: int) -> None:
    kind = value.WhichOneof("value_type")
    if kind == "map_value":
        _accept_map(value.map_value.fields, depth)
    elif kind == "array_value":
        _accept_array(value.array_value.values, depth)
    elif kind not in TAKEN_AS_THEY_ARE:
        accept_scalar(kind, value)


def _accept_map(fields: Fields, depth: int) -> None:
    if depth > NESTING_MAX:
        raise _TooDeep
    if is_vector(fields):
        check_vector(fields)
        return
    for name, value in fields.items():
        _check_name(name)
        _accept_value(value, depth + 1)


def _accept_array(values: Iterable[Value], depth: int) -> None:
    if depth > NESTING_MAX:
        raise _TooDeep
    for value in values:
        if value.WhichOneof("value_type") == "array_value":
            raise invalid("Cannot convert an array value in an array value.")
        _accept_value(value, depth + 1)


def _check_name(name: str) -> None:
    if not name:
        raise invalid("The property.name is the empty string.")
    if len(name) > _SURELY_SHORT and len(name.encode()) > FIELD_NAME_BYTES_MAX:
        raise invalid(f"The property.name is longer than {FIELD_NAME_BYTES_MAX} bytes.")
    if name.startswith("__") and is_reserved(name):
        raise invalid(f"field name {name} is reserved")
