"""What the Firestore adapter does when the database is away, hangs or loses a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.adapters.firestore import database as adapter
from shared.adapters.firestore.database import FirestoreDatabase
from shared.domain.ids import OrderId, PaymentId
from shared.domain.payment import Payment
from shared.usecases.ports.database import Create, Key, Put, Query, Write, record_in
from shared.usecases.ports.failures import LostRace, Unavailable
from shared.usecases.transaction import Session, Transactions
from tests.contracts import nobody
from tests.contracts.grpc_tap import GrpcTap, Loss
from tests.contracts.local_firestore import LocalFirestore, client_at
from tests.fakes.world import FakeClock, SeededRandomness

PAYMENT = Payment(id=PaymentId("pi_1"), order_id=OrderId("ord_1"))
OTHER = Payment(id=PaymentId("pi_2"), order_id=OrderId("ord_1"))
KEY = Key(Payment, PAYMENT.id)

CALLS: dict[str, Callable[[FirestoreDatabase], Any]] = {
    "BatchGetDocuments": lambda database: database.read([KEY, Key(Payment, OTHER.id)]),
    "Commit": lambda database: database.commit([Create(PAYMENT)]),
    "RunQuery": lambda database: database.find(Query(Payment, order_by="id")),
}
every_call = pytest.mark.parametrize("name", CALLS)


@pytest.fixture
def tap(local_firestore: LocalFirestore) -> GrpcTap:
    return local_firestore.tap


@pytest.fixture
def firestore(local_firestore: LocalFirestore) -> Iterator[FirestoreDatabase]:
    with local_firestore.client() as client:
        yield FirestoreDatabase(client)


@every_call
def test_a_database_that_is_down_is_unavailable(name: str) -> None:
    with (
        nobody.refusing() as address,
        client_at(address, "down") as client,
        pytest.raises(Unavailable),
    ):
        CALLS[name](FirestoreDatabase(client))


@every_call
def test_a_database_that_hangs_is_unavailable_after_the_timeout(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)
    with (
        nobody.silent() as address,
        client_at(address, "hangs") as client,
        pytest.raises(Unavailable),
    ):
        CALLS[name](FirestoreDatabase(client))


@every_call
def test_a_lost_request_is_told_at_once_and_not_repeated_by_the_client(
    firestore: FirestoreDatabase, tap: GrpcTap, name: str
) -> None:
    tap.calls.clear()
    tap.lose(Loss.REQUEST, of=name)

    with pytest.raises(Unavailable):
        CALLS[name](firestore)

    assert tap.calls == [name]


@pytest.mark.parametrize("name", ["BatchGetDocuments", "RunQuery"])
def test_an_answer_that_breaks_off_is_no_answer(
    firestore: FirestoreDatabase, tap: GrpcTap, name: str
) -> None:
    firestore.commit([Create(PAYMENT), Create(OTHER)])
    tap.calls.clear()
    tap.lose(Loss.REST_OF_REPLY, of=name)

    with pytest.raises(Unavailable):
        CALLS[name](firestore)

    assert tap.calls == [name]


def test_nobody_knows_after_a_lost_reply_and_a_second_look_tells(
    firestore: FirestoreDatabase, tap: GrpcTap
) -> None:
    tap.lose(Loss.REPLY, of="Commit")

    with pytest.raises(Unavailable):
        firestore.commit([Create(PAYMENT)])

    assert list(map(record_in, firestore.read([KEY]))) == [PAYMENT]


@pytest.mark.parametrize(
    ("write", "told"), [(Create(PAYMENT), LostRace), (Put(PAYMENT), Unavailable)]
)
def test_only_a_write_with_a_condition_can_lose_a_race(
    firestore: FirestoreDatabase, tap: GrpcTap, write: Write, told: type[Exception]
) -> None:
    tap.lose(Loss.REFUSAL, of="Commit")

    with pytest.raises(told, match="too much contention"):
        firestore.commit([write])


def test_a_transaction_is_one_batch_read_and_one_commit(
    firestore: FirestoreDatabase, tap: GrpcTap
) -> None:
    clock = FakeClock()
    tap.calls.clear()

    Transactions(firestore, SeededRandomness(), clock.wait)(_create_both)

    assert tap.calls == ["BatchGetDocuments", "Commit"]


def test_a_transaction_whose_reply_was_lost_finds_its_own_work_done(
    firestore: FirestoreDatabase, tap: GrpcTap
) -> None:
    clock = FakeClock()
    tap.calls.clear()
    tap.lose(Loss.REPLY, of="Commit")

    Transactions(firestore, SeededRandomness(), clock.wait)(_create_both)

    assert tap.calls == ["BatchGetDocuments", "Commit", "BatchGetDocuments"]
    assert sorted(payment.id for payment in firestore.scan(Payment)) == ["pi_1", "pi_2"]


def _create_both(session: Session) -> None:
    session.load(KEY, Key(Payment, OTHER.id))
    for payment in (PAYMENT, OTHER):
        if session.get(Payment, payment.id) is None:
            session.create(payment)
