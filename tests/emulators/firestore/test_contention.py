"""Several writers at once, under locks."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random

import pytest
from google.api_core.exceptions import Aborted, GoogleAPICallError
from google.cloud.firestore import Client, Transaction, transactional
from google.cloud.firestore_v1.types import CommitResponse

from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.local_firestore import LocalFirestore, running
from tests.emulators.firestore.rpc import Rpc, rpc_to
from tests.emulators.loop_thread import DEADLINE_SECONDS


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    """Where requests run that are going to wait."""
    with ThreadPoolExecutor() as pool:
        yield pool


def _increment(client: Client, times: int) -> None:
    document = client.document("counters/hot")

    @transactional
    def increment(transaction: Transaction) -> None:
        n = document.get(transaction=transaction).get("n")
        transaction.update(document, {"n": n + 1})

    for _ in range(times):
        increment(client.transaction())


def test_eight_writers_of_one_document_all_succeed(
    firestore: LocalFirestore, others: ThreadPoolExecutor
) -> None:
    with connected(firestore.host) as client:
        client.document("counters/hot").set({"n": 0})
        writers = [others.submit(_increment, client, 10) for _ in range(8)]
        for writer in writers:
            writer.result(DEADLINE_SECONDS)
        assert client.document("counters/hot").get().get("n") == 80


def test_a_document_read_in_a_transaction_makes_others_wait_for_it(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    first, second = own_rpc.begin(), own_rpc.begin()
    own_rpc.get("c/1", transaction=first)
    reading = others.submit(own_rpc.get, "c/1", transaction=second)
    firestore.wait_until_somebody_waits()
    own_rpc.commit(own_rpc.put("c/1", n=1), transaction=first)
    [document] = reading.result(DEADLINE_SECONDS)
    assert document is not None
    assert document.fields["n"].integer_value == 1


def test_locks_are_handed_on_in_the_order_of_asking(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    holder = own_rpc.begin()
    own_rpc.get("c/1", transaction=holder)
    waiting: list[Future[CommitResponse]] = []
    for number in (1, 2, 3):
        waiting.append(others.submit(own_rpc.commit, own_rpc.put("c/1", n=number)))
        firestore.wait_until_somebody_waits()
    own_rpc.rollback(holder)
    times = [instant(each.result(DEADLINE_SECONDS).commit_time) for each in waiting]
    assert times == sorted(times)
    assert own_rpc.integer("c/1", "n") == 3


def test_a_plain_write_waits_for_the_transaction_that_read_the_document(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    transaction = own_rpc.begin()
    own_rpc.get("c/1", transaction=transaction)
    write = others.submit(own_rpc.commit, own_rpc.put("c/1", n=9))
    firestore.wait_until_somebody_waits()
    assert own_rpc.get("c/1") == [None]
    own_rpc.commit(own_rpc.put("c/1", n=1), transaction=transaction)
    write.result(DEADLINE_SECONDS)
    assert own_rpc.integer("c/1", "n") == 9


def test_in_a_deadlock_the_youngest_transaction_is_aborted(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    older, younger = own_rpc.begin(), own_rpc.begin()
    own_rpc.get("c/1", transaction=older)
    own_rpc.get("c/2", transaction=younger)
    reading = others.submit(own_rpc.get, "c/1", transaction=younger)
    firestore.wait_until_somebody_waits()
    own_rpc.get("c/2", transaction=older)
    with pytest.raises(Aborted, match="Deadlock"):
        reading.result(DEADLINE_SECONDS)
    own_rpc.commit(own_rpc.put("c/1", n=1), own_rpc.put("c/2", n=2), transaction=older)
    assert (own_rpc.integer("c/1", "n"), own_rpc.integer("c/2", "n")) == (1, 2)


def test_a_retry_keeps_the_seniority_of_its_first_attempt(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    failed = own_rpc.begin()
    own_rpc.rollback(failed)
    younger = own_rpc.begin()
    retry = own_rpc.begin(read_write={"retry_transaction": failed})
    own_rpc.get("c/1", transaction=retry)
    own_rpc.get("c/2", transaction=younger)
    reading = others.submit(own_rpc.get, "c/1", transaction=younger)
    firestore.wait_until_somebody_waits()
    own_rpc.get("c/2", transaction=retry)
    with pytest.raises(Aborted):
        reading.result(DEADLINE_SECONDS)


def test_a_plain_write_in_a_deadlock_goes_through(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    transaction = own_rpc.begin()
    own_rpc.get("c/2", transaction=transaction)
    batch = others.submit(own_rpc.commit, own_rpc.put("c/1", n=1), own_rpc.put("c/2", n=2))
    firestore.wait_until_somebody_waits()
    with pytest.raises(Aborted, match="Deadlock"):
        own_rpc.get("c/1", transaction=transaction)
    batch.result(DEADLINE_SECONDS)
    assert (own_rpc.integer("c/1", "n"), own_rpc.integer("c/2", "n")) == (1, 2)


def test_whoever_waits_too_long_is_aborted(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    own_rpc.get("c/1", transaction=own_rpc.begin())
    write = others.submit(own_rpc.commit, own_rpc.put("c/1", n=9))
    firestore.wait_until_somebody_waits()
    firestore.advance(seconds=21)
    with pytest.raises(Aborted, match="contention"):
        write.result(DEADLINE_SECONDS)
    assert own_rpc.get("c/1") == [None]


def test_the_locks_of_an_abandoned_transaction_are_freed(
    firestore: LocalFirestore, own_rpc: Rpc, others: ThreadPoolExecutor
) -> None:
    own_rpc.get("c/1", transaction=own_rpc.begin())
    firestore.advance(seconds=50)
    write = others.submit(own_rpc.commit, own_rpc.put("c/1", n=9))
    firestore.wait_until_somebody_waits()
    firestore.advance(seconds=11)
    write.result(DEADLINE_SECONDS)
    assert own_rpc.integer("c/1", "n") == 9


def _transfer(client: Client, dice: Random) -> None:
    """Move one unit between two accounts, beginning again as often as it takes."""
    giver, taker = (client.document(f"accounts/{each}") for each in dice.sample(range(3), 2))

    @transactional
    def move(transaction: Transaction) -> None:
        given = giver.get(transaction=transaction).get("n")
        taken = taker.get(transaction=transaction).get("n")
        transaction.update(giver, {"n": given - 1})
        transaction.update(taker, {"n": taken + 1})

    while True:
        try:
            move(client.transaction())
        except Aborted:
            continue
        return


def test_transfers_that_deadlock_and_retry_lose_nothing(
    firestore: LocalFirestore, others: ThreadPoolExecutor
) -> None:
    with connected(firestore.host) as client:
        for account in range(3):
            client.document(f"accounts/{account}").set({"n": 100})
        transfers = [others.submit(_transfer, client, Random(seed)) for seed in range(40)]
        for transfer in transfers:
            transfer.result(DEADLINE_SECONDS)
        balances = [account.get("n") for account in client.collection("accounts").stream()]
        assert sum(balances) == 300
        assert len(balances) == 3


def test_stopping_the_server_ends_the_requests_that_wait(others: ThreadPoolExecutor) -> None:
    with running() as firestore, rpc_to(firestore.host) as rpc:
        rpc.get("c/1", transaction=rpc.begin())
        write = others.submit(rpc.commit, rpc.put("c/1", n=9))
        firestore.wait_until_somebody_waits()
    assert isinstance(write.exception(DEADLINE_SECONDS), GoogleAPICallError)
