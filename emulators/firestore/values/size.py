"""What a document weighs by Firestore's own rules: https://firebase.google.com/docs/firestore/storage-size."""

from __future__ import annotations

from collections.abc import Callable

from emulators.firestore.wire import Document, Fields, Value
from emulators.google_apis.refused import invalid

DOCUMENT_BYTES_MAX = 1_048_576
VALUE_BYTES_MAX = 1_048_487
_DOCUMENT_OVERHEAD_BYTES = 32
_NAME_OVERHEAD_BYTES = 16
_HEAVIEST_PER_WIRE_BYTE = 4
# A geographical point at 0,0 takes 4 bytes on the wire and weighs 16: nothing weighs more than
# four times its wire size, so most documents need no weighing at all.


def check_size(document: Document) -> None:
    if document.ByteSize() * _HEAVIEST_PER_WIRE_BYTE < DOCUMENT_BYTES_MAX:
        return
    for name, value in document.fields.items():
        longest = max(len(value.string_value.encode()), len(value.bytes_value))
        if longest > VALUE_BYTES_MAX:
            raise invalid(f'The value of property "{name}" is longer than {VALUE_BYTES_MAX} bytes.')
    size = document_size(document)
    if size > DOCUMENT_BYTES_MAX:
        raise invalid(
            f"Document '{document.name}' cannot be written because its size ({size:,} bytes)"
            f" exceeds the maximum allowed size of {DOCUMENT_BYTES_MAX:,} bytes."
        )


def document_size(document: Document) -> int:
    return name_size(document.name) + _fields_size(document.fields) + _DOCUMENT_OVERHEAD_BYTES


def name_size(name: str) -> int:
    """Only the path below `/documents/` counts."""
    path = name.split("/", 5)[-1]
    return sum(_text_size(segment) for segment in path.split("/")) + _NAME_OVERHEAD_BYTES


def _fields_size(fields: Fields) -> int:
    return sum(_text_size(name) + _value_size(value) for name, value in fields.items())


def _text_size(text: str) -> int:
    return len(text.encode()) + 1


def _value_size(value: Value) -> int:
    return _SIZES[value.WhichOneof("value_type")](value)


_SIZES: dict[str, Callable[[Value], int]] = {
    "null_value": lambda _: 1,
    "boolean_value": lambda _: 1,
    "integer_value": lambda _: 8,
    "double_value": lambda _: 8,
    "timestamp_value": lambda _: 8,
    "string_value": lambda value: _text_size(value.string_value),
    "bytes_value": lambda value: len(value.bytes_value),
    "reference_value": lambda value: name_size(value.reference_value),
    "geo_point_value": lambda _: 16,
    "array_value": lambda value: sum(map(_value_size, value.array_value.values)),
    "map_value": lambda value: _fields_size(value.map_value.fields),
}
