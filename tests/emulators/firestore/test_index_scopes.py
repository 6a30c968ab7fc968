"""Indexes of collection groups, and fields whose automatic indexes were replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.api_core.exceptions import FailedPrecondition
from google.cloud.firestore import Client, Query
from google.cloud.firestore_admin_v1 import Index
from google.cloud.firestore_v1.base_query import And, FieldFilter

from emulators.firestore.indexes.definition import FieldOverride, IndexDefinition, IndexField
from emulators.firestore.values.field_path import parse_field_path
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.index_links import unpacked, written
from tests.emulators.firestore.local_firestore import running

GROUP_MODES = (("COLLECTION_GROUP", "ASCENDING"), ("COLLECTION_GROUP", "DESCENDING"))
F = FieldFilter
Build = Callable[[Any], Any]


def _group_index(collection: str, **modes: str) -> IndexDefinition:
    fields = tuple(IndexField(parse_field_path(path), mode) for path, mode in modes.items())
    return IndexDefinition(collection, "COLLECTION_GROUP", fields)


INDEXES = [_group_index("lines", status="ASCENDING", at="DESCENDING")]
OVERRIDES = [
    FieldOverride("lines", "sku", GROUP_MODES),
    FieldOverride("notes", "text"),
    FieldOverride("notes", "meta"),
]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with running(indexes=INDEXES, overrides=OVERRIDES) as firestore:
        yield firestore.host


@pytest.fixture
def shop(host: str) -> Iterator[Client]:
    with connected(host) as client:
        yield client


@pytest.mark.parametrize(
    "build",
    [
        lambda q: q,
        lambda q: q.where(filter=F("sku", "==", 1)),
        lambda q: q.where(filter=F("sku", ">", 1)),
        lambda q: q.order_by("sku", direction=Query.DESCENDING),
        lambda q: q.where(filter=F("status", "==", 1)).order_by("at", direction=Query.DESCENDING),
        lambda q: q.where(filter=F("status", "==", 1)).order_by("at"),
    ],
)
def test_what_an_index_of_the_group_serves_runs(shop: Client, build: Build) -> None:
    assert build(shop.collection_group("lines")).get() == []


@pytest.mark.parametrize(
    ("build", "kind", "fields"),
    [
        (lambda q: q.where(filter=F("price", "==", 1)), "ASC", "price+"),
        (lambda q: q.order_by("price", direction=Query.DESCENDING), "DESC", "price-"),
        (lambda q: q.where(filter=F("tags", "array_contains", 1)), "CONTAINS", "tags[]"),
        (lambda q: q.where(filter=F("sku", "array_contains", 1)), "CONTAINS", "sku[]"),
    ],
)
def test_a_group_has_no_automatic_index(shop: Client, build: Build, kind: str, fields: str) -> None:
    with pytest.raises(FailedPrecondition) as refusal:
        build(shop.collection_group("lines")).get()
    message = refusal.value.message
    field = fields.rstrip("+-[]")
    assert message.startswith(
        f"The query requires a COLLECTION_GROUP_{kind} index for collection lines"
        f" and field {field}. You can create it here: https://console.firebase.google.com/v1/r/project/"
    )
    index = unpacked(message)
    assert index.name.endswith(f"/collectionGroups/lines/fields/{field}")
    assert index.query_scope == Index.QueryScope.COLLECTION_GROUP
    assert written(index) == fields


def test_an_index_of_the_group_does_not_serve_one_collection(shop: Client) -> None:
    query = shop.collection("lines").where(filter=F("status", "==", 1)).order_by("at")
    with pytest.raises(FailedPrecondition, match="create_composite"):
        query.get()


def test_what_replaces_the_automatic_indexes_replaces_all_of_them(shop: Client) -> None:
    with pytest.raises(FailedPrecondition, match="a COLLECTION_ASC index for collection lines"):
        shop.collection("lines").where(filter=F("sku", "==", 1)).get()


@pytest.mark.parametrize("path", ["text", "meta", "meta.author", "meta.author.name"])
def test_an_exempted_field_and_all_below_it_cannot_be_queried(shop: Client, path: str) -> None:
    with pytest.raises(FailedPrecondition, match=f"COLLECTION_ASC.* field {path}"):
        shop.collection("notes").where(filter=F(path, "==", 1)).get()
    assert shop.collection("notes").where(filter=F("other", "==", 1)).get() == []


def test_an_exempted_field_cannot_be_merged_in_either(shop: Client) -> None:
    query = shop.collection("notes").where(filter=And([F("other", "==", 1), F("text", "==", 1)]))
    with pytest.raises(FailedPrecondition) as refusal:
        query.get()
    assert written(unpacked(refusal.value.message)) == "other+ text+ __name__+"
