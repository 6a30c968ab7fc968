"""Queries in transactions: nobody may change or join their results before the commit."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.local_firestore import LocalFirestore
from tests.emulators.firestore.rpc import Rpc
from tests.emulators.loop_thread import DEADLINE_SECONDS


def _items(limit: int | None = None, at_least: int = 1) -> dict[str, Any]:
    """Items whose `n` is at least so much, in the order of `n`."""
    condition = {
        "field": {"field_path": "n"},
        "op": "GREATER_THAN_OR_EQUAL",
        "value": {"integer_value": at_least},
    }
    query = {"from_": [{"collection_id": "items"}], "where": {"field_filter": condition}}
    return query if limit is None else {**query, "limit": limit}


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


@pytest.mark.parametrize("path", ["items/1", "items/new"])
def test_a_write_into_the_range_of_a_query_waits_for_its_transaction(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor, path: str
) -> None:
    own_rpc.commit(own_rpc.put("items/1", n=1))
    transaction = own_rpc.begin()
    assert own_rpc.query(_items(), transaction=transaction) == ["items/1"]
    write = others.submit(own_rpc.commit, own_rpc.put(path, n=7))
    firestore.wait_until_somebody_waits()
    assert own_rpc.query(_items(), transaction=transaction) == ["items/1"]
    first = own_rpc.commit(own_rpc.put("report/1", n=1), transaction=transaction)
    second = write.result(DEADLINE_SECONDS)
    assert instant(first.commit_time) < instant(second.commit_time)
    assert own_rpc.integer(path, "n") == 7


def test_a_write_beside_the_range_does_not_wait(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("items/1", n=1), own_rpc.put("items/2", n=2))
    transaction = own_rpc.begin()
    own_rpc.query(_items(limit=2), transaction=transaction)
    own_rpc.commit(
        own_rpc.put("items/3", n=3), own_rpc.put("items/4", n=0), own_rpc.put("elsewhere/1", n=1)
    )
    assert own_rpc.query(_items(), transaction=transaction) == ["items/1", "items/2", "items/3"]


def test_a_write_before_the_limit_waits(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    own_rpc.commit(own_rpc.put("items/1", n=5), own_rpc.put("items/2", n=6))
    transaction = own_rpc.begin()
    assert own_rpc.query(_items(limit=1), transaction=transaction) == ["items/1"]
    write = others.submit(own_rpc.commit, own_rpc.put("items/2", n=4))
    firestore.wait_until_somebody_waits()
    own_rpc.rollback(transaction)
    write.result(DEADLINE_SECONDS)
    assert own_rpc.query(_items(limit=1)) == ["items/2"]


def test_a_query_that_waited_for_a_lock_looks_again(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    own_rpc.commit(own_rpc.put("items/1", n=1), own_rpc.put("items/2", n=2))
    first, second = own_rpc.begin(), own_rpc.begin()
    own_rpc.query(_items(limit=1), transaction=first)
    query = others.submit(own_rpc.query, _items(limit=1), transaction=second)
    firestore.wait_until_somebody_waits()
    own_rpc.commit(own_rpc.put("items/1", n=0), transaction=first)
    assert query.result(DEADLINE_SECONDS) == ["items/2"]


def test_a_count_in_a_transaction_holds_until_its_end(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    transaction = own_rpc.begin()
    query = {"structured_query": _items(), "aggregations": [{"count": {}, "alias": "all"}]}
    request = {
        "parent": own_rpc.root,
        "structured_aggregation_query": query,
        "transaction": transaction,
    }
    [response] = own_rpc.api.run_aggregation_query(request=request)
    assert response.result.aggregate_fields["all"].integer_value == 0
    write = others.submit(own_rpc.commit, own_rpc.put("items/1", n=1))
    firestore.wait_until_somebody_waits()
    own_rpc.rollback(transaction)
    write.result(DEADLINE_SECONDS)
    assert own_rpc.query(_items()) == ["items/1"]
