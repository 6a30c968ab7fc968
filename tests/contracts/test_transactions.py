"""Writers that meet at one record of Firestore: nobody's change is lost, and nobody gives up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest
from google.cloud import firestore

from shared.adapters.firestore.codec import COLLECTIONS
from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.world import SystemRandomness, wait
from shared.domain.ids import OrderId, PaymentId
from shared.domain.payment import Payment
from shared.usecases.transaction import Session, Transactions
from tests.contracts.local_firestore import LocalFirestore, running_firestore
from tests.emulators.loop_thread import eventually

WRITERS = 8
PAYMENT = Payment(id=PaymentId("pi_1"), order_id=OrderId("ord_1"))


@pytest.fixture(scope="module", params=[False, True], ids=["pessimistic", "optimistic"])
def local(request: pytest.FixtureRequest) -> Iterator[LocalFirestore]:
    with running_firestore(optimistic=request.param) as local:
        yield local


@pytest.fixture
def client(local: LocalFirestore) -> Iterator[firestore.Client]:
    with local.client() as client:
        yield client


def transactions_of(client: firestore.Client) -> Transactions:
    return Transactions(FirestoreDatabase(client), SystemRandomness(), wait)


def declined(event_id: str) -> Callable[[Session], None]:
    """Work for a transaction that adds this decline to the payment, which it makes if need be."""

    def decline(session: Session) -> None:
        payment = session.get(Payment, PAYMENT.id) or PAYMENT
        session.save(payment.declined(event_id))

    return decline


def declines_in(client: firestore.Client) -> tuple[str, ...]:
    [payment] = FirestoreDatabase(client).scan(Payment)
    return payment.declines


@pytest.mark.parametrize("exists", [True, False], ids=["changed", "created"])
def test_eight_writers_of_one_record_all_succeed(client: firestore.Client, *, exists: bool) -> None:
    transactions = transactions_of(client)
    if exists:
        transactions(declined("evt_0"))
    together = Barrier(WRITERS)

    def write(event_id: str) -> None:
        together.wait()
        transactions(declined(event_id))

    events = [f"evt_{number}" for number in range(1, WRITERS + 1)]
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, events))

    assert declines_in(client) == (*(["evt_0"] if exists else []), *events)


def test_a_stranger_with_a_transaction_of_its_own_and_we_both_succeed(
    local: LocalFirestore, client: firestore.Client
) -> None:
    """The stranger, such as a person in Google's console, may hold a lock. We never do."""
    transactions = transactions_of(client)
    transactions(declined("evt_0"))
    document = client.collection(COLLECTIONS[Payment]).document(PAYMENT.id)
    local.tap.calls.clear()

    ours: list[Future[None]] = []

    @firestore.transactional
    def change(transaction: firestore.Transaction) -> None:
        declines = document.get(transaction=transaction).get("declines")
        if not ours:  # the first attempt: now we come in between
            ours.append(pool.submit(transactions, declined("evt_ours")))
            assert eventually(lambda: "Commit" in local.tap.calls)
        transaction.update(document, {"declines": [*declines, "evt_stranger"]})

    with ThreadPoolExecutor(1) as pool:
        change(client.transaction())
        ours[0].result()

    assert set(declines_in(client)) == {"evt_0", "evt_ours", "evt_stranger"}
