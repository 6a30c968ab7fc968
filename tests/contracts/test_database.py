"""The Database port: what the fake promises to the use cases, Firestore keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.delivery import Effect, InboxEntry, LoggedEvent, Outcome
from shared.domain.ids import OrderId, PaymentId
from shared.domain.payment import Payment
from shared.usecases.ports.database import (
    Create,
    Database,
    Key,
    Put,
    Query,
    Replace,
    Versioned,
    Write,
    record_in,
)
from shared.usecases.ports.failures import LostRace
from tests.fakes.world import NOON

ORDER_ID = OrderId("ord_1")
MINUTE = timedelta(minutes=1)


def a_payment(payment_id: str = "pi_1", *declines: str) -> Payment:
    return Payment(id=PaymentId(payment_id), order_id=ORDER_ID, declines=declines)


def an_effect(effect_id: str = "pay:pi_1") -> Effect:
    return Effect(effect_id, ORDER_ID, "evt_1", NOON)


def an_event(event_id: str, *, shard: int = 0, due_in: timedelta | None = MINUTE) -> LoggedEvent:
    return LoggedEvent(
        id=event_id,
        type="order.paid.v1",
        order_id=ORDER_ID,
        occurred_at=NOON,
        caused_by="evt_1",
        traceparent="",
        body="{}",
        shard=shard,
        due_at=None if due_in is None else NOON + due_in,
    )


def stored(database: Database, record_id: str = "pi_1") -> Versioned[Payment]:
    [found] = database.read([Key(Payment, record_id)])
    assert found is not None
    return found


def test_one_read_answers_many_keys_in_their_order_whatever_is_missing(database: Database) -> None:
    database.commit([Create(a_payment("pi_1")), Create(an_effect()), Create(a_payment("pi_2"))])

    found = database.read(
        [
            Key(Payment, "pi_2"),
            Key(Effect, "pi_2"),
            Key(Effect, "pay:pi_1"),
            Key(Payment, "pi_1"),
            Key(Payment, "pi_2"),
        ]
    )

    assert [record_in(versioned) for versioned in found] == [
        a_payment("pi_2"),
        None,
        an_effect(),
        a_payment("pi_1"),
        a_payment("pi_2"),
    ]


def test_a_version_stays_while_nobody_writes_and_changes_with_every_change(
    database: Database,
) -> None:
    database.commit([Create(a_payment())])
    first, again = stored(database), stored(database)
    database.commit([Replace(a_payment("pi_1", "evt_1"), first.version)])
    second = stored(database)
    database.commit([Put(a_payment("pi_1", "evt_1", "evt_2"))])
    third = stored(database)

    assert again.version == first.version
    assert first.version != second.version
    assert second.version != third.version


def test_a_put_writes_whether_or_not_there_is_something(database: Database) -> None:
    database.commit([Put(a_payment())])
    assert stored(database).record == a_payment()

    database.commit([Put(a_payment("pi_1", "evt_1"))])
    assert stored(database).record == a_payment("pi_1", "evt_1")


def test_creating_what_exists_is_a_lost_race_that_applies_nothing(database: Database) -> None:
    database.commit([Create(a_payment())])
    before = stored(database)

    for writes in permuted(Create(a_payment("pi_1", "evt_1")), Put(a_payment("pi_2"))):
        with pytest.raises(LostRace):
            database.commit(writes)

    assert stored(database) == before
    assert database.read([Key(Payment, "pi_2")]) == [None]


def test_replacing_what_has_changed_is_a_lost_race_that_applies_nothing(
    database: Database,
) -> None:
    database.commit([Create(a_payment())])
    stale = stored(database)
    database.commit([Replace(a_payment("pi_1", "evt_1"), stale.version)])
    before = stored(database)

    late = Replace(a_payment("pi_1", "evt_2"), stale.version)
    for writes in permuted(late, Create(an_effect())):
        with pytest.raises(LostRace):
            database.commit(writes)

    assert stored(database) == before
    assert database.read([Key(Effect, "pay:pi_1")]) == [None]


def test_what_a_query_found_can_be_replaced_at_the_version_it_was_found_at(
    database: Database,
) -> None:
    database.commit([Create(a_payment())])
    [found] = database.find_versioned(Query(Payment))

    database.commit([Replace(a_payment("pi_1", "evt_1"), found.version)])

    assert found.record == a_payment()
    assert stored(database).record == a_payment("pi_1", "evt_1")
    with pytest.raises(LostRace):
        database.commit([Replace(a_payment("pi_1", "evt_2"), found.version)])


def test_a_record_can_be_replaced_by_itself(database: Database) -> None:
    database.commit([Create(a_payment())])
    before = stored(database)

    database.commit([Replace(before.record, before.version)])

    assert stored(database).record == before.record


def permuted(first: Write, second: Write) -> list[list[Write]]:
    """A commit must not depend on which of its writes is the one that fails."""
    return [[first, second], [second, first]]


def test_a_query_finds_what_meets_every_condition(database: Database) -> None:
    due, other_shard, later = (
        an_event("evt_due"),
        an_event("evt_other", shard=1),
        an_event("evt_later", due_in=2 * MINUTE),
    )
    database.commit([Create(due), Create(other_shard), Create(later)])

    before = Query(LoggedEvent, where=(("shard", "==", 0), ("due_at", "<", later.due_at)))
    after = Query(LoggedEvent, where=(("shard", "==", 0), ("due_at", ">", due.due_at)))

    assert database.find(before) == [due]
    assert database.find(after) == [later]
    assert database.find(Query(LoggedEvent, where=(("shard", "==", 7),))) == []


def test_a_comparison_finds_no_record_where_nothing_stands(database: Database) -> None:
    relayed, due = an_event("evt_relayed", due_in=None), an_event("evt_due")
    database.commit([Create(relayed), Create(due)])

    assert database.find(Query(LoggedEvent, where=(("due_at", "<", NOON + 9 * MINUTE),))) == [due]
    assert database.find(Query(LoggedEvent, where=(("due_at", ">", NOON - 9 * MINUTE),))) == [due]


def test_a_query_keeps_its_order_and_its_limit(database: Database) -> None:
    events = [
        an_event(f"evt_{minutes}", due_in=timedelta(minutes=minutes)) for minutes in range(12)
    ]
    database.commit([Create(event) for event in reversed(events)])

    everything = Query(LoggedEvent, order_by="due_at")
    first_three = replace(everything, limit_max=3)

    assert database.find(everything) == events
    assert database.find(first_three) == events[:3]
    assert len(database.find(Query(LoggedEvent, limit_max=5))) == 5


def test_equal_places_in_the_order_are_settled_by_the_id(database: Database) -> None:
    events = [an_event("evt_a"), an_event("evt_b"), an_event("evt_c")]
    database.commit([Create(event) for event in reversed(events)])

    assert database.find(Query(LoggedEvent, order_by="due_at")) == events


def test_a_query_compares_statuses_as_they_are_stored(database: Database) -> None:
    entries = [
        InboxEntry(id=outcome, type="t", outcome=outcome, received_at=NOON, traceparent="")
        for outcome in Outcome
    ]
    database.commit([Create(entry) for entry in entries])

    [found] = database.find(Query(InboxEntry, where=(("outcome", "==", Outcome.PARKED),)))

    assert found.outcome is Outcome.PARKED


def test_a_scan_tells_every_record_of_its_kind_and_of_no_other(database: Database) -> None:
    payments = [a_payment(f"pi_{number}") for number in range(5)]
    database.commit([*map(Create, payments), Create(an_effect())])

    assert sorted(database.scan(Payment), key=lambda payment: payment.id) == payments
    assert list(database.scan(LoggedEvent)) == []
