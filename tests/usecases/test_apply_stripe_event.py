"""One provider event, one commit: all of its effects, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.adapters.postal_address import address_lines
from shared.domain.delivery import Effect, InboxEntry, LoggedEvent, Outcome
from shared.domain.ids import OrderId, PaymentId, invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.domain.payment import Payment
from shared.usecases.apply_stripe_event import OrderUnknown
from shared.usecases.audit.books import Patience
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, paid, stored
from tests.builders.stripe_events import a_session_event, an_intent_event
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop


def told(shop: Shop) -> list[str]:
    return [message.attributes["type"] for message in shop.commerce_events.published]


def database_calls(faults: Faults) -> list[str]:
    return [call.partition("database.")[2] for call in faults.calls if "database." in call]


def test_a_payment_settles_the_order_and_everything_that_follows_from_it() -> None:
    shop = a_shop()

    order_id = paid(shop)

    order, invoice = stored(shop, Order, order_id), stored(shop, Invoice, invoice_id_of(order_id))
    payment = stored(shop, Payment, "pi_1")
    (entry,) = shop.database.scan(JournalEntry)
    assert (order.status, order.payment_id) == (OrderStatus.PAID, "pi_1")
    assert order.buyer is not None
    assert address_lines(order.buyer.address) == ("Storgatan 1", "981 31 Kiruna")
    assert invoice.snapshot.total == payment.received == Money(TOTAL_MINOR, "eur")
    assert entry.order_id == stored(shop, Effect, "pay:pi_1").order_id == order_id
    assert told(shop) == ["order.paid.v1"]
    assert [task.body for task in shop.tasks.held.values()] == [{"series": "INV"}]


def test_an_event_costs_one_read_and_one_commit_and_the_relay_one_more() -> None:
    faults = Faults()
    shop = a_shop(faults)
    order = ordered(shop)
    facts: dict[str, Any] = {"order_id": order.id, "amount_minor": TOTAL_MINOR}
    costs = []
    for event in (
        an_intent_event(**facts),
        a_session_event(**facts),
        a_session_event(**facts),
        a_session_event(**facts, event_id="evt_other"),
        a_session_event("expired", **facts, event_id="evt_late"),
    ):
        faults.calls.clear()
        shop.receive_stripe(event, TRACEPARENT)
        costs.append(database_calls(faults))

    assert costs == [
        ["read", "commit"],
        ["read", "commit", "commit"],  # and the mark that the paid event was relayed
        ["read"],
        ["read", "commit"],
        ["read", "commit"],
    ]


def test_two_event_objects_for_one_fact_have_one_effect() -> None:
    shop = a_shop()
    order_id = paid(shop)

    again = a_session_event(order_id=order_id, amount_minor=TOTAL_MINOR, event_id="evt_twin")
    shop.receive_stripe(again, TRACEPARENT)

    assert len(list(shop.database.scan(JournalEntry))) == 1
    assert len(list(shop.database.scan(Invoice))) == 1
    assert told(shop) == ["order.paid.v1"]
    assert stored(shop, InboxEntry, "stripe:evt_twin").outcome is Outcome.APPLIED


def test_a_second_payment_of_the_same_order_is_parked_for_a_person_and_books_nothing() -> None:
    shop = a_shop()
    order_id = paid(shop)

    second = a_session_event(
        order_id=order_id, amount_minor=TOTAL_MINOR, event_id="evt_2", payment_intent="pi_2"
    )
    shop.receive_stripe(second, TRACEPARENT)

    order, entry = stored(shop, Order, order_id), stored(shop, InboxEntry, "stripe:evt_2")
    assert (order.status, order.payment_id) == (OrderStatus.PAID, "pi_1")
    assert (entry.outcome, entry.why) == (
        Outcome.PARKED,
        "a second payment for the same order",
    )
    assert told(shop) == ["order.paid.v1", "order.review_needed.v1"]
    assert len(list(shop.database.scan(JournalEntry))) == 1
    assert shop.audit(Patience()).breaches == ()


@pytest.mark.parametrize(
    "odd",
    [
        {"amount_minor": 1},
        {"amount_minor": 0},
        {"amount_minor": -TOTAL_MINOR},
        {"currency": "sek"},
        {"currency": "xyz"},
        {"payment_status": "promised"},
        {"payment_status": "no_payment_required", "amount_minor": 0},
        {"payment_intent": None},
        {"amount_minor": None},
        {"currency": None},
    ],
)
def test_money_that_does_not_fit_the_order_is_for_a_person_to_look_at(
    odd: dict[str, Any],
) -> None:
    shop = a_shop()
    order = ordered(shop)
    facts = {"order_id": order.id, "amount_minor": TOTAL_MINOR, **odd}

    shop.receive_stripe(a_session_event(**facts), TRACEPARENT)

    assert stored(shop, Order, order.id).status is OrderStatus.REVIEW
    assert stored(shop, InboxEntry, "stripe:evt_session").outcome is Outcome.PARKED
    assert list(shop.database.scan(Invoice)) == []
    assert told(shop) == ["order.review_needed.v1"]


def test_the_right_money_still_pays_an_order_under_review_and_the_call_stays() -> None:
    shop = a_shop()
    order = ordered(shop)
    odd = a_session_event(order_id=order.id, amount_minor=1, event_id="evt_odd")
    right = a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR, event_id="evt_right")

    for event in (odd, right):
        shop.receive_stripe(event, TRACEPARENT)

    assert stored(shop, Order, order.id).status is OrderStatus.PAID
    assert sorted(told(shop)) == ["order.paid.v1", "order.review_needed.v1"]


@pytest.mark.parametrize("make", [a_session_event, an_intent_event])
def test_one_payment_never_pays_two_orders(make: Callable[..., bytes]) -> None:
    shop = a_shop()
    mine = paid(shop)
    other = ordered(shop, "a-key-of-another-buyer")

    event = make(order_id=other.id, amount_minor=TOTAL_MINOR, event_id="evt_2")
    shop.receive_stripe(event, TRACEPARENT)

    assert stored(shop, Order, other.id).status is OrderStatus.REVIEW
    assert stored(shop, Payment, "pi_1").order_id == mine
    assert stored(shop, InboxEntry, "stripe:evt_2").why == "the payment is of another order"
    assert shop.audit(Patience()).breaches == ()


def test_a_decline_that_arrives_late_does_not_undo_the_payment() -> None:
    shop = a_shop()
    order_id = paid(shop)

    decline = an_intent_event("payment_failed", order_id=order_id, amount_minor=0)
    shop.receive_stripe(decline, TRACEPARENT)

    assert stored(shop, Order, order_id).status is OrderStatus.PAID
    assert stored(shop, Payment, "pi_1").declines == ("evt_intent",)


def test_money_before_its_checkout_waits_on_the_payment() -> None:
    shop = a_shop()
    order = ordered(shop)

    shop.receive_stripe(an_intent_event(order_id=order.id, amount_minor=TOTAL_MINOR), TRACEPARENT)

    payment = stored(shop, Payment, PaymentId("pi_1"))
    assert stored(shop, Order, order.id).status is OrderStatus.OPEN
    assert (payment.received, payment.order_id) == (Money(TOTAL_MINOR, "eur"), order.id)


def test_an_event_that_beats_its_order_comes_back_and_leaves_nothing() -> None:
    shop = a_shop()
    early = OrderId("ord_" + "a" * 26)

    with pytest.raises(OrderUnknown):
        shop.receive_stripe(a_session_event(order_id=early, amount_minor=1), TRACEPARENT)

    assert list(shop.database.scan(InboxEntry)) == []
    assert list(shop.database.scan(Order)) == []


def test_what_we_tell_carries_its_cause_and_its_trace() -> None:
    shop = a_shop()
    order_id = paid(shop)

    (row,) = shop.database.scan(LoggedEvent)
    envelope = json.loads(shop.commerce_events.published[0].body)
    assert (row.caused_by, row.due_at) == ("evt_session1", None)
    assert (envelope["caused_by"], envelope["traceparent"]) == ("evt_session1", TRACEPARENT)
    assert envelope["event"]["total"] == {"minor": TOTAL_MINOR, "currency": "eur"}
    assert envelope["event"]["order_id"] == order_id
