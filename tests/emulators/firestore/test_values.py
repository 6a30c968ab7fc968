"""Laws of single values that hold for every value there is."""

from __future__ import annotations

from typing import Any

from google.cloud.firestore_v1.types import Value
from hypothesis import given
from hypothesis import strategies as st

from emulators.firestore.values.field_path import FieldPath, parse_field_path
from emulators.firestore.values.order import NUMBER, Key, sort_key
from emulators.firestore.values.size import document_size
from emulators.firestore.wire import make_document, make_value

SEGMENTS = st.text(min_size=1).filter(lambda text: not text.startswith("__"))
INTEGERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)


def _key(**value: Any) -> Key:
    return sort_key(make_value(**value))


@given(st.lists(SEGMENTS, min_size=1, max_size=4))
def test_a_field_path_is_read_as_it_was_written(segments: list[str]) -> None:
    path = FieldPath(tuple(segments))
    assert parse_field_path(str(path)) == path


@given(st.lists(SEGMENTS, min_size=1, max_size=4))
def test_what_is_put_at_a_path_is_found_there_until_removed(segments: list[str]) -> None:
    path, document = FieldPath(tuple(segments)), make_document()
    path.put(document.fields, make_value(integer_value=1))
    found = path.find(document.fields)
    assert found is not None
    assert found.integer_value == 1
    path.remove(document.fields)
    assert path.find(document.fields) is None


@given(INTEGERS, st.floats(allow_nan=False))
def test_integers_and_doubles_are_compared_exactly(integer: int, double: float) -> None:
    of_integer, of_double = _key(integer_value=integer), _key(double_value=double)
    assert of_integer[0] == of_double[0] == NUMBER
    assert (of_integer < of_double) is (integer < double)
    assert (of_integer == of_double) is (integer == double)


@given(st.text(), st.text())
def test_strings_are_ordered_by_their_utf_8_bytes(one: str, other: str) -> None:
    in_order = _key(string_value=one) < _key(string_value=other)
    assert in_order is (one.encode() < other.encode())


def test_a_document_weighs_what_the_documentation_says() -> None:
    """The worked example of the page on storage size: 147 bytes with its overhead."""
    name = "projects/p/databases/(default)/documents/users/jeff/tasks/my_task_id"
    fields = {
        "type": Value(string_value="Personal"),
        "done": Value(boolean_value=False),
        "priority": Value(integer_value=1),
        "description": Value(string_value="Learn Cloud Firestore"),
    }
    plain = {field: Value.pb(value) for field, value in fields.items()}
    assert document_size(make_document(name=name, fields=plain)) == 147
