"""Any multiset of one order's events, in any order, ends in one and the same state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt
from shared.usecases.audit.books import Patience
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_session_event, an_intent_event
from tests.chaos.shop import Shop
from tests.fakes.world import NOON

ORDER_ID = ordered(a_shop()).id  # every shop throws the same dice
LATER = NOON + timedelta(days=3)


def a_session(kind: str, name: str, **changed: Any) -> bytes:
    facts: dict[str, Any] = {
        "order_id": ORDER_ID,
        "amount_minor": TOTAL_MINOR,
        "event_id": f"evt_{name}",
    }
    return a_session_event(kind, **{**facts, **changed})


def an_intent(kind: str, name: str, **changed: Any) -> bytes:
    facts: dict[str, Any] = {
        "order_id": ORDER_ID,
        "amount_minor": TOTAL_MINOR,
        "event_id": f"evt_{name}",
    }
    return an_intent_event(kind, **{**facts, **changed})


EVENTS = {
    "completed, paid": a_session("completed", "paid"),
    "the same fact as another event": a_session("completed", "paid_again", at=LATER),
    "completed, unpaid": a_session("completed", "unpaid", payment_status="unpaid"),
    "async succeeded": a_session("async_payment_succeeded", "funds", at=LATER),
    "async failed": a_session("async_payment_failed", "no_funds", payment_status="unpaid"),
    "expired": a_session("expired", "expired", payment_status="unpaid", payment_intent=None),
    "intent succeeded": an_intent("succeeded", "intent"),
    "intent failed": an_intent("payment_failed", "declined", amount_minor=0),
    "intent failed again": an_intent("payment_failed", "declined_2", amount_minor=0),
    "another amount": a_session("completed", "odd", amount_minor=1),
    "another amount received": an_intent("succeeded", "odd_intent", amount_minor=1),
    "another currency": a_session("completed", "crowns", currency="sek"),
    "a status nobody knows": a_session("completed", "new", payment_status="promised"),
}

RAISED_BY = (
    (OrderStatus.PAID, {"completed, paid", "the same fact as another event", "async succeeded"}),
    (
        OrderStatus.REVIEW,
        {
            "another amount",
            "another amount received",
            "another currency",
            "a status nobody knows",
        },
    ),
    (OrderStatus.FAILED, {"async failed"}),
    (OrderStatus.EXPIRED, {"expired"}),
    (OrderStatus.AWAITING_FUNDS, {"completed, unpaid"}),
)

MAILED_FOR = {
    "completed, unpaid": MailFact.AWAITING_FUNDS,
    "async failed": MailFact.PAYMENT_FAILED,
}

names = st.lists(st.sampled_from(sorted(EVENTS)), max_size=10)


def world_after(deliveries: Sequence[str]) -> Shop:
    shop = a_shop()
    ordered(shop)
    for name in deliveries:
        shop.receive_stripe(EVENTS[name], TRACEPARENT)
    return shop


@given(delivered=names, data=st.data())
def test_any_order_and_any_repetition_of_events_end_in_one_state(
    delivered: list[str], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(delivered)) if delivered else st.just([]))
    otherwise = data.draw(st.permutations([*delivered, *again]))

    assert canonical(world_after(otherwise).database) == canonical(world_after(delivered).database)


@given(delivered=names)
def test_the_highest_fact_decides_the_order(delivered: list[str]) -> None:
    shop = world_after(delivered)

    raised = (status for status, facts in RAISED_BY if facts & set(delivered))
    assert stored(shop, Order, ORDER_ID).status is next(raised, OrderStatus.OPEN)


@given(delivered=names)
def test_the_mails_that_are_owed_follow_from_the_reports_alone(delivered: list[str]) -> None:
    shop = world_after(delivered)

    owed = {fact for name, fact in MAILED_FOR.items() if name in delivered}
    assert {receipt.fact for receipt in shop.database.scan(Receipt)} == owed


@given(delivered=names)
def test_the_books_are_sound_after_any_events(delivered: list[str]) -> None:
    shop = world_after(delivered)

    assert shop.audit(Patience()).breaches == ()
    bought = stored(shop, Order, ORDER_ID).status is OrderStatus.PAID
    assert len(list(shop.database.scan(Invoice))) == bought
    assert len(list(shop.database.scan(JournalEntry))) == bought


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_that_comes_again_a_month_later_changes_nothing(name: str) -> None:
    shop = world_after([name])
    before, told = canonical(shop.database), len(shop.commerce_events.published)

    shop.clock.wait(30 * 86_400)
    shop.receive_stripe(EVENTS[name], TRACEPARENT)

    assert canonical(shop.database) == before
    assert len(shop.commerce_events.published) == told
