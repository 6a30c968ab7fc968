"""The one order of all values, across types and within them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from google.cloud.firestore import Client, CollectionReference, GeoPoint, Query
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.vector import Vector


@dataclass(frozen=True, slots=True)
class Reference:
    path: str


BY_TYPE: dict[str, list[Any]] = {
    "null": [None],
    "boolean": [False, True],
    "nan": [math.nan],
    "number": [-math.inf, -1.5, -1, 0, 2**53, 2**53 + 1, math.inf],
    "timestamp": [datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, 0, 0, 0, 1, tzinfo=UTC)],
    "string": ["", "Z", "a", "aa", "é", "\uffff", "\U0001f600"],
    "bytes": [b"", b"a"],
    "reference": [Reference("a/b"), Reference("a/b/c/d"), Reference("a c/b"), Reference("b/a")],
    "geo point": [GeoPoint(1, -2), GeoPoint(1, 2), GeoPoint(2, -2)],
    "array": [[], [None], [1, 2], [1, 3], [2]],
    "vector": [Vector([9.0]), Vector([1.0, 2.0])],
    "map": [{}, {"a": 1}, {"a": 1, "b": 0}, {"a": 2}, {"b": 0}],
}
IN_ORDER = [(type_, value) for type_, values in BY_TYPE.items() for value in values]
IDS = [f"{position:02} {type_}" for position, (type_, _) in enumerate(IN_ORDER)]


def _stored(client: Client, value: Any) -> Any:
    return client.document(value.path) if isinstance(value, Reference) else value


def _store_all(client: Client) -> CollectionReference:
    """One document for each value, in an order that is not theirs."""
    batch = client.batch()
    for id_, (_, value) in sorted(zip(IDS, IN_ORDER, strict=True), key=lambda row: row[0][::-1]):
        batch.set(client.document(f"v/{id_}"), {"f": _stored(client, value)})
    batch.set(client.document("v/without"), {"g": 1})
    batch.commit()
    return client.collection("v")


def _ids(query: Query) -> list[str]:
    return [document.id for document in query.stream()]


def test_ascending_order_crosses_all_types(client: Client) -> None:
    assert _ids(_store_all(client).order_by("f")) == IDS


def test_descending_order_is_the_reverse(client: Client) -> None:
    descending = _store_all(client).order_by("f", direction=Query.DESCENDING)
    assert _ids(descending) == IDS[::-1]


@pytest.mark.parametrize("type_", sorted(set(BY_TYPE) - {"null", "nan"}))
def test_a_range_stays_within_the_type_of_its_bound(client: Client, type_: str) -> None:
    values = _store_all(client)
    *_, bound = BY_TYPE[type_]
    up_to = values.where(filter=FieldFilter("f", "<=", _stored(client, bound)))
    beyond = values.where(filter=FieldFilter("f", ">", _stored(client, bound)))
    assert _ids(up_to) == [id_ for id_ in IDS if id_.endswith(f" {type_}")]
    assert _ids(beyond) == []


def test_numbers_that_are_equal_are_one_value(client: Client) -> None:
    for id_, number in {"a": 1, "b": 1.0, "c": 2, "d": 0.0, "e": -0.0, "f": math.nan}.items():
        client.document(f"v/{id_}").set({"f": number, "list": [number], "map": {"x": number}})

    def ids(field: str, operator: str, value: Any) -> list[str]:
        return _ids(client.collection("v").where(filter=FieldFilter(field, operator, value)))

    assert ids("f", "==", 1.0) == ids("f", "==", 1) == ["a", "b"]
    assert ids("f", "in", [1, 0]) == ["a", "b", "d", "e"]
    assert ids("f", "==", math.nan) == ["f"]
    assert ids("list", "==", [math.nan]) == ["f"]
    assert ids("map", "==", {"x": 1.0}) == ["a", "b"]
    assert ids("list", "array_contains", -0.0) == ["d", "e"]
    assert ids("f", "!=", math.nan) == ["d", "e", "a", "b", "c"]
