"""Read, decide, commit; and again when a race or a reply was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import Effect
from shared.domain.errors import Broken
from shared.domain.ids import OrderId, PaymentId
from shared.domain.payment import Payment
from shared.usecases.ports.database import Create, Key, Put, Query, Replace, Versioned, Write
from shared.usecases.ports.failures import LostRace, Unavailable
from shared.usecases.transaction import (
    ATTEMPTS_MAX,
    FIRST_PAUSE_SECONDS,
    PAUSE_SECONDS_MAX,
    UNCLEAR_MAX,
    Session,
    Transactions,
)
from tests.builders.invoices import ORDER_ID, PAYMENT_ID
from tests.fakes.database import MemoryDatabase
from tests.fakes.troubled import Trouble, Troubled
from tests.fakes.world import NOON, SeededRandomness

PAYMENT = Payment(id=PAYMENT_ID, order_id=ORDER_ID)
RACE = Trouble(LostRace("somebody was there before us"))
LOST_REPLY = Trouble(Unavailable("deadline exceeded"), applied=True)
LOST_REQUEST = Trouble(Unavailable("connection reset"))


class Recorder(MemoryDatabase):
    """Remembers what it was asked for and given."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[list[str]] = []
        self.commits: list[list[Write]] = []

    def read(self, keys: Sequence[Key[Any]]) -> list[Versioned[Any] | None]:
        self.reads.append([key.id for key in keys])
        return super().read(keys)

    def commit(self, writes: Sequence[Write]) -> None:
        self.commits.append(list(writes))
        super().commit(writes)


class Pauses(list[float]):
    """A wait that only writes down how long it should have been."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def transactions(database: Any, pauses: Pauses | None = None) -> Transactions:
    return Transactions(database, SeededRandomness(), pauses if pauses is not None else Pauses())


def decline(session: Session) -> int:
    """Note one decline; how many were known before."""
    payment = session.get(Payment, PAYMENT_ID) or PAYMENT
    session.save(payment.declined(f"evt_{len(payment.declines)}"))
    return len(payment.declines)


def declines(database: MemoryDatabase) -> int:
    (payment,) = database.scan(Payment)
    return len(payment.declines)


def test_a_record_is_created_once_and_replaced_at_its_version_ever_after() -> None:
    database = Recorder()
    run = transactions(database)

    assert [run(decline), run(decline)] == [0, 1]

    (created,), (replaced,) = database.commits
    assert isinstance(created, Create)
    assert isinstance(replaced, Replace)
    assert declines(database) == 2


def test_reads_are_batched_and_each_document_is_fetched_once() -> None:
    database = Recorder()

    def work(session: Session) -> None:
        session.load(Key(Payment, "pi_1"), Key(Payment, "pi_2"))
        session.load(Key(Payment, "pi_2"), Key(Effect, "pi_2"))
        session.get(Payment, "pi_1")
        session.get(Effect, "pi_2")

    transactions(database)(work)

    assert database.reads == [["pi_1", "pi_2"], ["pi_2"]]


def test_what_did_not_change_is_not_written_and_nothing_to_write_is_no_commit() -> None:
    database = Recorder()
    run = transactions(database)
    run(decline)
    other = replace(PAYMENT, id=PaymentId("pi_other"))

    def one_of_two(session: Session) -> None:
        session.load(Key(Payment, PAYMENT_ID), Key(Payment, other.id))
        same = session.get(Payment, PAYMENT_ID)
        assert same is not None
        session.save(same)
        session.save(other)

    run(one_of_two)
    run(one_of_two)

    assert [write.record for write in database.commits[1]] == [other]
    assert len(database.commits) == 2


def test_the_last_word_on_a_record_is_what_is_written() -> None:
    database = Recorder()

    def twice(session: Session) -> None:
        session.get(Payment, PAYMENT_ID)
        session.save(PAYMENT)
        session.save(PAYMENT.declined("evt_1"))

    transactions(database)(twice)

    ((write,),) = database.commits
    assert write.record == PAYMENT.declined("evt_1")


def test_what_a_query_found_counts_as_read_and_is_guarded() -> None:
    database = Recorder()
    transactions(database)(decline)
    rival = iter([lambda: transactions(database)(decline)])

    def decline_all(session: Session) -> int:
        found = session.find(Query(Payment))
        next(rival, lambda: 0)()
        for payment in found:
            session.save(payment.declined(f"evt_{len(payment.declines)}"))
        return len(found)

    database.reads.clear()

    assert transactions(database)(decline_all) == 1
    assert declines(database) == 3
    assert database.reads == [[PAYMENT_ID]]  # the rival's own


def test_a_record_that_was_not_read_cannot_be_saved() -> None:
    with pytest.raises(Broken, match="without having been read"):
        transactions(MemoryDatabase())(lambda session: session.save(PAYMENT))


@pytest.mark.parametrize("trouble", [RACE, LOST_REQUEST])
@pytest.mark.parametrize("method", ["read", "commit"])
def test_after_trouble_the_decision_is_made_anew(trouble: Trouble, method: str) -> None:
    database, pauses = MemoryDatabase(), Pauses()

    before = transactions(Troubled(database, method, [trouble] * 2), pauses)(decline)

    assert before == 0
    assert declines(database) == 1
    assert len(pauses) == 2


def test_a_commit_that_was_applied_is_seen_by_the_next_attempt() -> None:
    """So work that first looks for its own effect finds it and has nothing left to do."""
    database = MemoryDatabase()
    looks = []

    def once(session: Session) -> None:
        looks.append(session.get(Effect, "pay:pi_1") is not None)
        if not looks[-1]:
            session.create(Effect("pay:pi_1", OrderId("ord_1"), "evt_1", NOON))

    transactions(Troubled(database, "commit", [LOST_REPLY]))(once)

    assert looks == [False, True]
    assert len(list(database.scan(Effect))) == 1


def test_two_writers_that_meet_both_get_their_way() -> None:
    database = MemoryDatabase()
    transactions(database)(decline)
    rival = iter([lambda: transactions(database)(decline)])

    def work(session: Session) -> int:
        session.get(Payment, PAYMENT_ID)
        next(rival, lambda: 0)()
        return decline(session)

    assert transactions(database)(work) == 2
    assert declines(database) == 3


@pytest.mark.parametrize(
    ("trouble", "attempts"), [(RACE, ATTEMPTS_MAX), (LOST_REQUEST, UNCLEAR_MAX)]
)
def test_it_gives_up_in_the_end_and_says_so(trouble: Trouble, attempts: int) -> None:
    database = Troubled(MemoryDatabase(), "commit", [trouble] * 99)

    with pytest.raises(Unavailable, match=f"gave up after {attempts} attempts") as caught:
        transactions(database)(decline)

    assert database.calls == attempts
    assert caught.value.__cause__ is trouble.error


@pytest.mark.parametrize("error", [Broken("no"), KeyError("order_id")])
def test_any_other_error_is_nobodys_to_repeat(error: Exception) -> None:
    database = Troubled(MemoryDatabase(), "commit", [Trouble(error)])

    with pytest.raises(type(error)):
        transactions(database)(decline)

    assert database.calls == 1


@given(seed=st.integers(0, 10_000))
def test_pauses_grow_from_milliseconds_to_a_ceiling(seed: int) -> None:
    pauses = Pauses()
    database = Troubled(MemoryDatabase(), "commit", [RACE] * 99)

    with pytest.raises(Unavailable):
        Transactions(database, SeededRandomness(seed), pauses)(decline)

    ceilings = [min(PAUSE_SECONDS_MAX, FIRST_PAUSE_SECONDS * 2**n) for n in range(ATTEMPTS_MAX)]
    assert all(0 <= pause < most for pause, most in zip(pauses, ceilings, strict=True))


def test_an_unconditional_write_does_not_ask_for_a_version() -> None:
    database = MemoryDatabase()

    database.commit([Put(PAYMENT)])
    database.commit([Put(PAYMENT.declined("evt_1"))])

    assert declines(database) == 1
