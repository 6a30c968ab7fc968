"""Queries production would refuse for want of a composite index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.api_core.exceptions import FailedPrecondition
from google.cloud.firestore import Client, CollectionReference, Query
from google.cloud.firestore_admin_v1 import Index
from google.cloud.firestore_v1.base_query import And, FieldFilter, Or

from emulators import topology
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.index_links import unpacked, written
from tests.emulators.firestore.local_firestore import running
from tests.emulators.firestore.rpc import rpc_to

INDEXES = [
    topology.Index(collection="orders", fields=(("status", "ASCENDING"), ("at", "ASCENDING"))),
    topology.Index(collection="orders", fields=(("shop", "DESCENDING"), ("at", "ASCENDING"))),
    topology.Index(collection="orders", fields=(("tags", "CONTAINS"), ("at", "DESCENDING"))),
    topology.Index(collection="orders", fields=(("at", "ASCENDING"), ("total", "DESCENDING"))),
    topology.Index(collection="orders", fields=(("status", "ASCENDING"), ("total", "ASCENDING"))),
]
F = FieldFilter
DESCENDING = Query.DESCENDING
Build = Callable[[CollectionReference], Any]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with running(indexes=INDEXES) as firestore:
        yield firestore.host


@pytest.fixture
def shop(host: str) -> Iterator[Client]:
    with connected(host) as client:
        yield client


@pytest.mark.parametrize(
    "build",
    [
        lambda q: q,
        lambda q: q.order_by("at", direction=DESCENDING),
        lambda q: q.where(filter=F("at", ">", 1)),
        lambda q: q.where(filter=F("a", "!=", 1)).order_by("a", direction=DESCENDING),
        lambda q: q.where(filter=And([F("a", "==", 1), F("b", "in", [1]), F("c", "==", 1)])),
        lambda q: q.where(filter=And([F("a", "==", 1), F("b", "array_contains", 1)])),
        lambda q: q.where(filter=F("a", "==", 1)).order_by("a"),
        lambda q: q.where(filter=F("a", "==", None)),
        lambda q: q.where(filter=Or([F("a", "==", 1), F("b", "==", 1)])),
        lambda q: q.where(filter=F("__name__", ">", q.document("a"))),
        lambda q: q.sum("total"),
        lambda q: q.count(),
    ],
)
def test_what_single_field_indexes_serve_runs(shop: Client, build: Build) -> None:
    assert build(shop.collection("orders")).get() is not None


@pytest.mark.parametrize(
    "build",
    [
        lambda q: q.where(filter=F("status", "==", 1)).order_by("at"),
        lambda q: q.where(filter=F("status", "==", 1)).order_by("at", direction=DESCENDING),
        lambda q: q.where(filter=And([F("status", "==", 1), F("at", ">", 1)])),
        lambda q: q.where(filter=F("status", "in", [1, 2])).order_by("at"),
        lambda q: q.where(filter=And([F("status", "==", 1), F("shop", "==", 1)])).order_by("at"),
        lambda q: q.where(filter=F("tags", "array_contains", 1)).order_by("at"),
        lambda q: q.order_by("at").order_by("total", direction=DESCENDING),
        lambda q: q.order_by("at", direction=DESCENDING).order_by("total"),
        lambda q: q.where(filter=F("status", "==", 1)).sum("total"),
    ],
)
def test_what_a_configured_index_serves_runs(shop: Client, build: Build) -> None:
    assert build(shop.collection("orders")).get() is not None


@pytest.mark.parametrize(
    ("build", "fields"),
    [
        (lambda q: q.where(filter=F("status", "==", 1)).order_by("by"), "status+ by+ __name__+"),
        (
            lambda q: q.where(filter=And([F("status", "==", 1), F("by", "<", 1)])),
            "status+ by+ __name__+",
        ),
        (lambda q: q.order_by("at").order_by("total"), "at+ total+ __name__+"),
        (lambda q: q.where(filter=F("tags", "array_contains", 1)).order_by("by"), "tags[] by+"),
        (
            lambda q: q.where(filter=And([F("status", "==", 1), F("no", "==", 1)])).order_by("at"),
            "no+ status+ at+ __name__+",
        ),
        (lambda q: q.order_by("__name__", direction=DESCENDING), "__name__-"),
        (
            lambda q: q.where(filter=F("status", "==", 1)).order_by("by", direction=DESCENDING),
            "status+ by- __name__-",
        ),
        (
            lambda q: q.order_by("at").order_by("__name__", direction=DESCENDING),
            "at+ __name__-",
        ),
        (lambda q: q.where(filter=F("shop", "==", 1)).avg("total"), "shop+ total+ __name__+"),
    ],
)
def test_a_missing_index_is_linked_as_in_production(
    shop: Client, build: Build, fields: str
) -> None:
    with pytest.raises(FailedPrecondition) as refusal:
        build(shop.collection("orders")).get()
    text, _, packed = refusal.value.message.partition("?create_composite=")
    assert text == (
        "The query requires an index. You can create it here: https://console.firebase.google.com"
        f"/v1/r/project/{shop.project}/firestore/indexes"
    )
    index = unpacked(packed)
    database = f"projects/{shop.project}/databases/(default)"
    assert index.name == f"{database}/collectionGroups/orders/indexes/_"
    assert index.query_scope == Index.QueryScope.COLLECTION
    assert written(index).startswith(fields)


def test_several_ranges_point_to_the_documentation(shop: Client) -> None:
    query = shop.collection("orders").where(filter=And([F("a", ">", 1), F("b", ">", 1)]))
    with pytest.raises(FailedPrecondition, match="query-data/multiple-range-fields") as refusal:
        query.get()
    assert written(unpacked(refusal.value.message)) == "a+ b+ __name__+"


def test_an_index_serves_only_its_own_collection(shop: Client) -> None:
    query = shop.collection("invoices").where(filter=F("status", "==", 1)).order_by("at")
    with pytest.raises(FailedPrecondition) as refusal:
        query.get()
    assert "/collectionGroups/invoices/" in unpacked(refusal.value.message).name


def test_a_named_database_has_a_link_of_its_own(host: str) -> None:
    with connected(host, database="commerce") as client:
        query = client.collection("orders").where(filter=F("a", "==", 1)).order_by("b")
        with pytest.raises(FailedPrecondition, match="/firestore/databases/commerce/indexes"):
            query.get()


def test_a_refused_list_names_its_index_too(host: str) -> None:
    with rpc_to(host) as rpc:
        request = {"parent": rpc.root, "collection_id": "orders", "order_by": "a, b desc"}
        with pytest.raises(FailedPrecondition) as refusal:
            rpc.api.list_documents(request=request)
    assert written(unpacked(refusal.value.message)) == "a+ b- __name__-"
