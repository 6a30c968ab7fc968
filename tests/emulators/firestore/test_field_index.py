"""An index finds what a look at every document would find, whatever happened before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from emulators.firestore.storage.collection import Collection
from emulators.firestore.storage.documents import Parsed
from emulators.firestore.storage.field_index import EVERY_KEY, Span
from emulators.firestore.values.field_path import FieldPath
from emulators.firestore.values.order import NUMBER
from emulators.firestore.wire import Document, make_document, make_value

PATH = FieldPath(("n",))
NAMES = st.sampled_from([f"p/c/{number}" for number in range(6)])
NUMBERS = st.integers(min_value=0, max_value=4)
CHANGES = st.lists(st.tuples(NAMES, NUMBERS | st.none() | st.just("gone")))


def _document(name: str, number: int | None) -> Document:
    fields = {} if number is None else {"n": make_value(integer_value=number)}
    return make_document(name=name, fields=fields)


@given(CHANGES, NUMBERS, NUMBERS)
def test_an_index_keeps_up_with_every_change(
    changes: list[tuple[str, int | str | None]], low: int, high: int
) -> None:
    collection, expected = Collection(Parsed()), dict[str, int | None]()
    index = collection.index(PATH)
    for name, number in changes:
        if not isinstance(number, str):
            document = _document(name, number)
            collection.put(name, document, document.SerializeToString())
            expected[name] = number
        elif name in expected:
            collection.remove(name)
            del expected[name]
    stored = sorted((n, name) for name, n in expected.items() if n is not None)
    within = [name for n, name in stored if low <= n <= high]
    span = Span((NUMBER, low), (NUMBER, high))
    assert list(index.names(span)) == within
    assert list(index.names(span, descending=True)) == within[::-1]
    assert index.count(EVERY_KEY) == len(stored)
    assert collection.names() == sorted(expected)
