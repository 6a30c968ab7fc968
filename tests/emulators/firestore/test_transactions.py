"""Transactions one at a time: what they begin with, and how they end."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.cloud.firestore import Client, Transaction, transactional

from tests.emulators.firestore.local_firestore import LocalFirestore
from tests.emulators.firestore.rpc import Rpc


def test_a_transaction_writes_what_it_read(client: Client) -> None:
    document = client.document("counters/1")
    document.set({"n": 1})

    @transactional
    def increment(transaction: Transaction) -> int:
        n: int = document.get(transaction=transaction).get("n")
        transaction.update(document, {"n": n + 1})
        return n

    assert increment(client.transaction()) == 1
    assert document.get().get("n") == 2


def test_a_transaction_that_raises_changes_nothing(client: Client) -> None:
    document = client.document("counters/1")

    @transactional
    def fail(transaction: Transaction) -> None:
        transaction.set(document, {"n": 1})
        raise LookupError("changed my mind")

    with pytest.raises(LookupError):
        fail(client.transaction())
    assert not document.get().exists


def test_a_failed_commit_reaches_the_caller_as_it_is(client: Client) -> None:
    @transactional
    def update(transaction: Transaction) -> None:
        transaction.update(client.document("counters/none"), {"n": 1})

    with pytest.raises(NotFound):
        update(client.transaction())


def test_a_transaction_that_has_ended_takes_no_more(rpc: Rpc) -> None:
    transaction = rpc.begin()
    rpc.commit(rpc.put("c/1", n=1), transaction=transaction)
    with pytest.raises(InvalidArgument):
        rpc.get("c/1", transaction=transaction)
    with pytest.raises(InvalidArgument):
        rpc.commit(rpc.put("c/1", n=2), transaction=transaction)
    rpc.rollback(transaction)
    assert rpc.integer("c/1", "n") == 1


def test_a_transaction_that_was_never_begun_is_refused(rpc: Rpc) -> None:
    with pytest.raises(InvalidArgument, match="Invalid transaction"):
        rpc.get("c/1", transaction=b"never")
    with pytest.raises(InvalidArgument, match="Invalid transaction"):
        rpc.commit(rpc.put("c/1", n=1), transaction=b"never")
    with pytest.raises(InvalidArgument, match="Invalid transaction"):
        rpc.rollback(b"never")


def test_a_read_can_begin_the_transaction(rpc: Rpc) -> None:
    rpc.commit(rpc.put("c/1", n=1))
    request = {
        "database": rpc.database,
        "documents": [f"{rpc.root}/c/1"],
        "new_transaction": {"read_write": {}},
    }
    begun, found = rpc.api.batch_get_documents(request=request)
    assert found.found.fields["n"].integer_value == 1
    rpc.commit(rpc.put("c/1", n=2), transaction=begun.transaction)
    assert rpc.integer("c/1", "n") == 2


def test_a_query_begins_a_read_only_transaction_unless_told_otherwise(rpc: Rpc) -> None:
    rpc.commit(rpc.put("c/1", n=1))
    query = {"from_": [{"collection_id": "c"}]}
    request = {"parent": rpc.root, "structured_query": query}
    begun, found = rpc.api.run_query(request={**request, "new_transaction": {}})
    assert found.document.name.endswith("c/1")
    with pytest.raises(InvalidArgument, match="read-only"):
        rpc.commit(rpc.put("c/1", n=2), transaction=begun.transaction)
    begun, _ = rpc.api.run_query(request={**request, "new_transaction": {"read_write": {}}})
    rpc.commit(rpc.put("c/1", n=2), transaction=begun.transaction)
    assert rpc.integer("c/1", "n") == 2


def test_a_transaction_left_alone_for_a_minute_expires(
    firestore: LocalFirestore, own_rpc: Rpc
) -> None:
    transaction = own_rpc.begin()
    firestore.advance(seconds=50)
    own_rpc.get("c/1", transaction=transaction)
    firestore.advance(seconds=50)
    own_rpc.get("c/1", transaction=transaction)
    firestore.advance(seconds=61)
    with pytest.raises(InvalidArgument, match="has expired"):
        own_rpc.commit(own_rpc.put("c/1", n=1), transaction=transaction)
    own_rpc.commit(own_rpc.put("c/1", n=2))
    assert own_rpc.integer("c/1", "n") == 2


def test_no_transaction_outlives_270_seconds(firestore: LocalFirestore, own_rpc: Rpc) -> None:
    transaction = own_rpc.begin()
    for _ in range(6):
        firestore.advance(seconds=44)
        own_rpc.get("c/1", transaction=transaction)
    firestore.advance(seconds=7)
    with pytest.raises(InvalidArgument, match="has expired"):
        own_rpc.get("c/1", transaction=transaction)


def test_a_transaction_belongs_to_its_database(own_rpc: Rpc) -> None:
    transaction = own_rpc.begin()
    other = Rpc(own_rpc.api, own_rpc.database.replace("(default)", "other"))
    with pytest.raises(InvalidArgument):
        other.get("c/1", transaction=transaction)
    own_rpc.commit(own_rpc.put("c/1", n=1), transaction=transaction)
    assert own_rpc.integer("c/1", "n") == 1
