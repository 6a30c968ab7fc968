"""Transactions that take no locks: a conflict is found at the commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from google.api_core.exceptions import Aborted
from google.cloud.firestore import Transaction, transactional

from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.local_firestore import running
from tests.emulators.firestore.rpc import Rpc, rpc_to

ITEMS: dict[str, Any] = {"from_": [{"collection_id": "items"}]}


@pytest.fixture(scope="module")
def optimistic_host() -> Iterator[str]:
    with running(optimistic=True) as firestore:
        yield firestore.host


@pytest.fixture
def rpc(optimistic_host: str) -> Iterator[Rpc]:
    with rpc_to(optimistic_host) as rpc:
        yield rpc


def test_a_document_that_changed_since_it_was_read_aborts_the_commit(rpc: Rpc) -> None:
    transaction = rpc.begin()
    rpc.get("items/1", transaction=transaction)
    rpc.commit(rpc.put("items/1", n=1))
    assert rpc.get("items/1", transaction=transaction) == [None]
    with pytest.raises(Aborted):
        rpc.commit(rpc.put("items/2", n=2), transaction=transaction)
    assert rpc.get("items/2") == [None]


def test_a_document_that_joined_a_query_aborts_the_commit(rpc: Rpc) -> None:
    transaction = rpc.begin()
    assert rpc.query(ITEMS, transaction=transaction) == []
    rpc.commit(rpc.put("items/1", n=1))
    assert rpc.query(ITEMS, transaction=transaction) == []
    with pytest.raises(Aborted):
        rpc.commit(rpc.put("report/1", n=0), transaction=transaction)
    assert rpc.get("report/1") == [None]


def test_without_a_conflict_the_commit_goes_through(rpc: Rpc) -> None:
    transaction = rpc.begin()
    rpc.get("items/1", transaction=transaction)
    rpc.query(ITEMS, transaction=transaction)
    rpc.commit(rpc.put("elsewhere/1", n=1))
    rpc.commit(rpc.put("items/1", n=1), transaction=transaction)
    assert rpc.integer("items/1", "n") == 1


def test_the_client_library_begins_again(optimistic_host: str) -> None:
    with connected(optimistic_host) as client:
        document = client.document("counters/1")
        document.set({"n": 0})
        seen: list[int] = []

        @transactional
        def increment(transaction: Transaction) -> None:
            seen.append(document.get(transaction=transaction).get("n"))
            if len(seen) == 1:
                document.set({"n": 10})
            transaction.update(document, {"n": seen[-1] + 1})

        increment(client.transaction())
        assert seen == [0, 10]
        assert document.get().get("n") == 11


def test_a_transaction_of_a_locking_database_can_ask_for_it(own_rpc: Rpc) -> None:
    optimistic = own_rpc.begin(read_write={"concurrency_mode": "OPTIMISTIC"})
    own_rpc.get("items/1", transaction=optimistic)
    own_rpc.commit(own_rpc.put("items/1", n=1))
    with pytest.raises(Aborted):
        own_rpc.commit(own_rpc.put("items/1", n=2), transaction=optimistic)
    assert own_rpc.integer("items/1", "n") == 1
