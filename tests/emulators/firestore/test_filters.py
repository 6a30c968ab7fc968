"""What a filter lets through."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client
from google.cloud.firestore_v1.base_query import And, BaseFilter, FieldFilter, Or

DOCUMENTS: dict[str, dict[str, Any]] = {
    "a": {"n": 1, "tags": ["x", "y"], "m": {"k": "v"}},
    "b": {"n": 2, "tags": ["y"], "m": {"k": "w"}},
    "c": {"n": 3, "tags": [], "m": {}},
    "d": {"n": None, "tags": None},
    "e": {"n": "2", "tags": "x"},
    "f": {"tags": ["x"]},
}
F = FieldFilter


def _found(client: Client, filter_: BaseFilter) -> list[str]:
    for id_, fields in DOCUMENTS.items():
        client.document(f"v/{id_}").set(fields)
    return [document.id for document in client.collection("v").where(filter=filter_).stream()]


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (F("n", "==", 2), "b"),
        (F("n", "!=", 2), "ace"),
        (F("n", "<", 2), "a"),
        (F("n", "<=", 2), "ab"),
        (F("n", ">", 2), "c"),
        (F("n", ">=", 2), "bc"),
        (F("n", "in", [3, "2", 9]), "ce"),
        (F("n", "in", [None, 1]), "a"),
        (F("n", "not-in", [2, "2"]), "ac"),
        (F("n", "not-in", [2, None]), ""),
        (F("n", "==", None), "d"),
        (F("n", "!=", None), "abce"),
        (F("tags", "array_contains", "y"), "ab"),
        (F("tags", "array_contains", "x"), "af"),
        (F("tags", "array_contains_any", ["x", "y"]), "abf"),
        (F("m.k", "==", "v"), "a"),
        (F("m", "==", {}), "c"),
        (F("missing", "!=", 1), ""),
    ],
)
def test_one_condition(client: Client, filter_: BaseFilter, expected: str) -> None:
    assert sorted(_found(client, filter_)) == sorted(expected)


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (And([F("n", ">", 1), F("n", "<", 3)]), "b"),
        (And([F("n", ">", 1), F("tags", "array_contains", "y")]), "b"),
        (Or([F("n", "==", 1), F("n", "==", "2")]), "ae"),
        (Or([And([F("n", "==", 1), F("m.k", "==", "w")]), F("m.k", "==", "w")]), "b"),
        (And([Or([F("n", "==", 1), F("n", "==", 2)]), F("m.k", "==", "w")]), "b"),
        (And([F("n", "in", [1, 2]), F("n", "in", [2, 3])]), "b"),
        (And([F("n", ">", 0), F("m.k", ">", "v")]), "b"),
    ],
)
def test_several_conditions(client: Client, filter_: BaseFilter, expected: str) -> None:
    assert sorted(_found(client, filter_)) == sorted(expected)


def test_an_or_drops_documents_that_lack_the_field_of_an_inequality(client: Client) -> None:
    filter_ = Or([F("n", ">", 2), F("tags", "array_contains", "x"), F("n", "==", "2")])
    assert sorted(_found(client, filter_)) == ["a", "c", "e"]


@pytest.mark.parametrize(
    "filter_",
    [
        F("n", "in", list(range(31))),
        F("n", "not-in", list(range(11))),
        F("n", "in", []),
        And([F("n", "!=", 1), F("n", "!=", 2)]),
        And([F("n", "not-in", [1]), F("m", "in", [1])]),
        And([F("n", "in", list(range(10))), F("m", "in", list(range(4)))]),
        And([F("tags", "array_contains", 1), F("tags", "array_contains", 2)]),
    ],
)
def test_what_firestore_does_not_combine_is_refused(client: Client, filter_: BaseFilter) -> None:
    with pytest.raises(InvalidArgument):
        _found(client, filter_)
    assert client.document("v/a").get().exists


def test_documents_are_found_by_their_names(client: Client) -> None:
    here = client.collection("v")
    after_b = F("__name__", ">", here.document("b"))
    assert _found(client, after_b) == ["c", "d", "e", "f"]
    assert _found(client, F("__name__", "in", [here.document("a"), here.document("c")])) == [
        "a",
        "c",
    ]


def test_an_equality_finds_the_same_documents_once_they_are_many(client: Client) -> None:
    batch = client.batch()
    for number in range(100):
        fields = {"status": "open" if number % 7 == 0 else "done", "n": number}
        batch.set(client.document(f"v/{number:03}"), fields)
    batch.commit()
    is_open = client.collection("v").where(filter=F("status", "==", "open"))
    assert len(list(is_open.stream())) == 15
    client.document("v/007").update({"status": "done"})
    client.document("v/014").delete()
    client.document("v/001").update({"status": "open"})
    found = [document.get("n") for document in is_open.stream()]
    assert found == [0, 1, *range(21, 100, 7)]
