"""Order, cursors, offset and limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client, CollectionReference, Query
from google.cloud.firestore_v1.base_query import And, BaseFilter, FieldFilter

from tests.emulators.firestore.rpc import Rpc

DOCUMENTS = {"a": (1, "x"), "b": (2, "x"), "c": (2, "y"), "d": (3, "x"), "e": (3, "y")}
F = FieldFilter
DESCENDING = Query.DESCENDING


@pytest.fixture
def items(client: Client) -> CollectionReference:
    for id_, (number, word) in DOCUMENTS.items():
        client.document(f"items/{id_}").set({"n": number, "w": word})
    client.document("items/without").set({"w": "z"})
    return client.collection("items")


def _ids(query: Any) -> str:
    return "".join(document.id for document in query.stream())


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda q: q.order_by("n"), "abcde"),
        (lambda q: q.order_by("n", direction=DESCENDING), "edcba"),
        (lambda q: q.order_by("n").order_by("w", direction=DESCENDING), "acbed"),
        (lambda q: q.order_by("w", direction=DESCENDING).order_by("n"), "ceabd"),
        (lambda q: q.order_by("n").limit(2), "ab"),
        (lambda q: q.order_by("n").offset(3), "de"),
        (lambda q: q.order_by("n").offset(1).limit(2), "bc"),
        (lambda q: q.order_by("n").offset(9), ""),
    ],
)
def test_order_offset_and_limit(
    items: CollectionReference, build: Callable[[CollectionReference], Query], expected: str
) -> None:
    assert _ids(build(items)) == expected


def test_limit_to_last_takes_the_end_in_order(items: CollectionReference) -> None:
    assert [each.id for each in items.order_by("n").limit_to_last(2).get()] == ["d", "e"]


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (F("n", ">=", 2), "bcde"),
        (F("w", ">", ""), "abdce"),
        (And([F("n", ">", 1), F("w", "<", "z")]), "bcde"),
    ],
)
def test_an_inequality_orders_by_its_fields_and_then_by_name(
    items: CollectionReference, filter_: BaseFilter, expected: str
) -> None:
    assert _ids(items.where(filter=filter_)).removesuffix("without") == expected


def test_the_name_follows_the_last_direction(items: CollectionReference) -> None:
    assert _ids(items.order_by("w", direction=DESCENDING)) == "withoutecdba"


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda q: q.start_at({"n": 2}), "bcde"),
        (lambda q: q.start_after({"n": 2}), "de"),
        (lambda q: q.end_at({"n": 2}), "abc"),
        (lambda q: q.end_before({"n": 2}), "a"),
        (lambda q: q.start_at({"n": 2}).end_before({"n": 3}), "bc"),
        (lambda q: q.start_at({"n": "a word"}), ""),
        (lambda q: q.end_at({"n": "a word"}), "abcde"),
        (lambda q: q.start_after({"n": 1}).limit(2), "bc"),
    ],
)
def test_cursors_on_a_value(
    items: CollectionReference, build: Callable[[Query], Query], expected: str
) -> None:
    assert _ids(build(items.order_by("n"))) == expected


def test_a_descending_cursor_starts_from_above(items: CollectionReference) -> None:
    assert _ids(items.order_by("n", direction=DESCENDING).start_at({"n": 2})) == "cba"


def test_paging_by_snapshots_visits_every_document_once(items: CollectionReference) -> None:
    query = items.order_by("n").limit(2)
    visited: list[str] = []
    page = list(query.stream())
    while page:
        visited += [document.id for document in page]
        page = list(query.start_after(page[-1]).stream())
    assert "".join(visited) == "abcde"


def test_a_cursor_may_name_the_document(items: CollectionReference) -> None:
    by_name = items.order_by("__name__")
    assert _ids(by_name.start_after({"__name__": "c"}).limit(2)) == "de"
    by_number = items.order_by("n").order_by("__name__")
    assert _ids(by_number.start_at({"n": 2, "__name__": "c"})) == "cde"


def test_a_cursor_longer_than_the_order_is_refused(rpc: Rpc) -> None:
    cursor = {"values": [{"integer_value": 1}, {"integer_value": 2}]}
    order = [{"field": {"field_path": "n"}}]
    with pytest.raises(InvalidArgument, match="too many values"):
        rpc.query({"from_": [{"collection_id": "i"}], "order_by": order, "start_at": cursor})
