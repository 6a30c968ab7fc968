"""Listeners of the client library: `on_snapshot`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from google.cloud.firestore import Client
from google.cloud.firestore_v1.base_query import FieldFilter

from tests.emulators.firestore.clients import connected, new_project
from tests.emulators.firestore.watched import watched


def _numbers(documents: list[Any]) -> list[int]:
    return [document.get("n") for document in documents]


def test_a_document_is_watched_from_before_it_exists_until_after_it_is_gone(
    client: Client,
) -> None:
    document = client.document("orders/1")
    with watched(document) as snapshots:
        assert snapshots.next() == []
        document.set({"n": 1})
        assert _numbers(snapshots.until(bool)) == [1]
        document.update({"n": 2})
        assert _numbers(snapshots.next()) == [2]
        document.delete()
        assert snapshots.next() == []


def test_a_collection_tells_what_was_added_modified_and_removed(client: Client) -> None:
    orders = client.collection("orders")
    orders.document("1").set({"n": 1})
    with watched(orders) as snapshots:
        assert snapshots.next_changes() == ["ADDED"]
        orders.document("2").set({"n": 2})
        assert snapshots.next_changes() == ["ADDED"]
        orders.document("1").update({"n": 3})
        assert snapshots.next_changes() == ["MODIFIED"]
        orders.document("2").delete()
        assert snapshots.next_changes() == ["REMOVED"]


def test_a_query_is_watched_in_its_order(client: Client) -> None:
    orders: Any = client.collection("orders")
    for n in (1, 5, 3):
        orders.document(str(n)).set({"n": n})
    with watched(orders.where(filter=FieldFilter("n", ">", 1)).order_by("n")) as snapshots:
        assert _numbers(snapshots.next()) == [3, 5]
        orders.document("1").update({"n": 4})
        assert _numbers(snapshots.next()) == [3, 4, 5]
        orders.document("5").update({"n": 0})
        assert _numbers(snapshots.next()) == [3, 4]
        orders.document("3").set({"other": 1})
        assert _numbers(snapshots.next()) == [4]


def test_a_limit_lets_the_next_one_in(client: Client) -> None:
    orders: Any = client.collection("orders")
    for n in (1, 2, 3):
        orders.document(str(n)).set({"n": n})
    with watched(orders.order_by("n").limit(2)) as snapshots:
        assert _numbers(snapshots.next()) == [1, 2]
        orders.document("1").delete()
        assert _numbers(snapshots.next()) == [2, 3]
        orders.document("0").set({"n": 0})
        assert _numbers(snapshots.next()) == [0, 2]
        orders.document("4").set({"n": 4})
        orders.document("5").set({"n": -1})
        assert _numbers(snapshots.until(lambda found: -1 in _numbers(found))) == [-1, 0]


def test_a_collection_group_is_watched(client: Client) -> None:
    with watched(client.collection_group("lines").order_by("n")) as snapshots:
        assert snapshots.next() == []
        client.document("orders/1/lines/1").set({"n": 1})
        assert _numbers(snapshots.next()) == [1]
        client.document("lines/1").set({"n": 0})
        assert _numbers(snapshots.next()) == [0, 1]


def test_a_commit_is_seen_as_a_whole(client: Client) -> None:
    orders = client.collection("orders")
    with watched(orders) as snapshots:
        assert snapshots.next() == []
        batch = client.batch()
        for n in range(20):
            batch.set(orders.document(str(n)), {"n": n})
        batch.commit()
        assert len(snapshots.next()) == 20


def test_no_update_is_lost_among_many_writers(client: Client) -> None:
    orders = client.collection("orders")

    def write(writer: int) -> None:
        for n in range(10):
            orders.document(str(writer)).set({"n": n})

    with watched(orders) as snapshots:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(8)))
        last = snapshots.until(lambda found: _numbers(found) == [9] * 8)
        assert [document.id for document in last] == [str(writer) for writer in range(8)]


def test_a_listener_does_not_see_other_databases(any_host: str) -> None:
    project = new_project()
    with (
        connected(any_host, project) as one,
        connected(any_host, project, "other") as other,
        watched(one.collection("orders")) as snapshots,
    ):
        assert snapshots.next() == []
        other.document("orders/1").set({"n": 1})
        one.document("orders/1").set({"n": 2})
        assert _numbers(snapshots.next()) == [2]
