"""Queries production would refuse for want of a composite index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.api_core.exceptions import FailedPrecondition
from google.cloud.firestore import Client, CollectionReference, Query
from google.cloud.firestore_v1.base_query import And, FieldFilter, Or

from emulators.topology import Index
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.local_firestore import running
from tests.emulators.firestore.rpc import rpc_to

INDEXES = [
    Index(collection="orders", fields=(("status", "ASCENDING"), ("at", "ASCENDING"))),
    Index(collection="orders", fields=(("shop", "DESCENDING"), ("at", "ASCENDING"))),
    Index(collection="orders", fields=(("tags", "CONTAINS"), ("at", "DESCENDING"))),
    Index(collection="orders", fields=(("at", "ASCENDING"), ("total", "DESCENDING"))),
    Index(collection="orders", fields=(("status", "ASCENDING"), ("total", "ASCENDING"))),
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
        (
            lambda q: q.where(filter=F("status", "==", 1)).order_by("by"),
            "status ASCENDING, by ASCENDING",
        ),
        (
            lambda q: q.where(filter=And([F("status", "==", 1), F("by", "<", 1)])),
            "status ASCENDING, by ASCENDING",
        ),
        (lambda q: q.order_by("at").order_by("total"), "at ASCENDING, total ASCENDING"),
        (
            lambda q: q.where(filter=And([F("a", ">", 1), F("b", ">", 1)])),
            "a ASCENDING, b ASCENDING",
        ),
        (
            lambda q: q.where(filter=F("tags", "array_contains", 1)).order_by("by"),
            "tags CONTAINS, by ASCENDING",
        ),
        (
            lambda q: q.where(filter=And([F("status", "==", 1), F("no", "==", 1)])).order_by("at"),
            "no ASCENDING, status ASCENDING, at ASCENDING",
        ),
        (lambda q: q.order_by("__name__", direction=DESCENDING), "__name__ DESCENDING"),
        (
            lambda q: q.order_by("at").order_by("__name__", direction=DESCENDING),
            "at ASCENDING, __name__ DESCENDING",
        ),
        (
            lambda q: q.where(filter=F("shop", "==", 1)).avg("total"),
            "shop ASCENDING, total ASCENDING",
        ),
    ],
)
def test_a_missing_index_is_named(shop: Client, build: Build, fields: str) -> None:
    with pytest.raises(FailedPrecondition) as refusal:
        build(shop.collection("orders")).get()
    assert "requires an index" in refusal.value.message
    assert refusal.value.message.endswith(f"'orders' (scope COLLECTION) with the fields: {fields}.")


def test_an_index_serves_only_its_own_collection(shop: Client) -> None:
    query = shop.collection("invoices").where(filter=F("status", "==", 1)).order_by("at")
    with pytest.raises(FailedPrecondition, match="'invoices'"):
        query.get()


def test_a_collection_group_has_no_automatic_index(shop: Client) -> None:
    orders = shop.collection_group("orders")
    assert list(orders.stream()) == []
    with pytest.raises(FailedPrecondition, match="COLLECTION_GROUP"):
        orders.where(filter=F("status", "==", 1)).get()


def test_a_refused_list_names_its_index_too(host: str) -> None:
    with rpc_to(host) as rpc:
        request = {"parent": rpc.root, "collection_id": "orders", "order_by": "a, b desc"}
        with pytest.raises(FailedPrecondition, match="a ASCENDING, b DESCENDING"):
            rpc.api.list_documents(request=request)
