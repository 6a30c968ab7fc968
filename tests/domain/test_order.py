"""The order is a lattice: facts come in any order, doubled, and only ever raise it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import PaymentId
from shared.domain.order import Order, OrderStatus
from tests.builders.invoices import PAYMENT_ID, a_buyer
from tests.builders.orders import a_paid_order, an_open_order, an_order
from tests.fakes.world import NOON

LATER = NOON + timedelta(days=3)


def raised_to(status: OrderStatus) -> Callable[[Order], Order]:
    return lambda order: order.advance(status, at=LATER, cause=f"evt_{status}")


FACTS: dict[str, Callable[[Order], Order]] = {
    "opened": lambda order: order.opened(
        "cs_test_1", "https://pay.example/1", at=NOON, cause="request:1"
    ),
    "unpaid": raised_to(OrderStatus.AWAITING_FUNDS),
    "expired": raised_to(OrderStatus.EXPIRED),
    "failed": raised_to(OrderStatus.FAILED),
    "odd money": raised_to(OrderStatus.REVIEW),
    "paid": lambda order: order.paid(
        buyer=a_buyer(), payment_id=PAYMENT_ID, paid_at=LATER, at=LATER, cause="evt_paid"
    ),
}


def known(order: Order) -> tuple[object, ...]:
    """All of the order but the way it took."""
    return order.status, order.buyer, order.payment_id, order.paid_at, order.page


@given(deliveries=st.permutations(2 * list(FACTS)))
def test_every_order_of_doubled_facts_ends_in_the_same_order(deliveries: list[str]) -> None:
    order = an_order()
    for name in deliveries:
        order = FACTS[name](order)

    assert known(order) == known(FACTS["paid"](FACTS["opened"](an_order())))


@given(deliveries=st.lists(st.sampled_from(sorted(FACTS))))
def test_the_status_only_rises_and_the_history_tells_each_step(deliveries: list[str]) -> None:
    order = an_order()
    for name in deliveries:
        order = FACTS[name](order)

    ranks = [step.status.rank for step in order.history]

    assert all(before < after for before, after in pairwise(ranks))
    assert order.history[-1].status is order.status
    assert order.history[0].status is OrderStatus.CREATING


@pytest.mark.parametrize("now", OrderStatus)
@pytest.mark.parametrize("fact", OrderStatus)
def test_a_fact_moves_an_order_up_or_not_at_all(now: OrderStatus, fact: OrderStatus) -> None:
    before = raised_to(now)(an_order())

    after = before.advance(fact, at=LATER, cause="evt_2")

    assert after.status is max(now, fact, key=lambda status: status.rank)
    assert (after is before) == (fact.rank <= now.rank)


def test_the_ranks_follow_the_order_in_which_facts_win() -> None:
    won_by = sorted(OrderStatus, key=lambda status: status.rank)

    assert [status.value for status in won_by] == [
        "creating",
        "open",
        "awaiting_funds",
        "expired",
        "failed",
        "review",
        "paid",
    ]


def test_the_first_payment_stays() -> None:
    paid = a_paid_order()

    again = paid.paid(
        buyer=a_buyer("Eve"), payment_id=PaymentId("pi_2"), paid_at=LATER, at=LATER, cause="evt_9"
    )

    assert again is paid


def test_a_payment_for_an_expired_order_is_honoured() -> None:
    expired = raised_to(OrderStatus.EXPIRED)(an_open_order())

    paid = FACTS["paid"](expired)

    assert paid.status is OrderStatus.PAID
    assert paid.paid_at == LATER


@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_is_over_once_nobody_can_pay_it(status: OrderStatus) -> None:
    can_be_paid = {OrderStatus.CREATING, OrderStatus.OPEN, OrderStatus.AWAITING_FUNDS}

    assert raised_to(status)(an_order()).is_over == (status not in can_be_paid)
