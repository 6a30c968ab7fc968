"""A payment is a join of facts: commutative, associative and idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.money import Money
from shared.domain.payment import Payment
from tests.builders.invoices import ORDER_ID, PAYMENT_ID
from tests.fakes.world import NOON

Fact = Callable[[Payment], Payment]


def a_receipt_of(minor: int, seconds: int) -> Fact:
    at = NOON + timedelta(seconds=seconds)
    return lambda payment: payment.received_at_least(Money(minor, "eur"), at=at)


def a_decline(number: int) -> Fact:
    return lambda payment: payment.declined(f"evt_{number}")


facts = st.lists(
    st.one_of(
        st.builds(a_receipt_of, st.integers(1, 9_999), st.integers(-9_999, 9_999)),
        st.builds(a_decline, st.integers(0, 5)),
    ),
    max_size=8,
)


def after(*told: Fact) -> Payment:
    return reduce(
        lambda payment, fact: fact(payment), told, Payment(id=PAYMENT_ID, order_id=ORDER_ID)
    )


def joined(one: Payment, other: Payment) -> Payment:
    """`other` told to `one`, as one fact."""
    if other.received is not None and other.succeeded_at is not None:
        one = one.received_at_least(other.received, at=other.succeeded_at)
    return reduce(Payment.declined, other.declines, one)


@given(told=facts, data=st.data())
def test_facts_commute(told: list[Fact], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(told))

    assert after(*told) == after(*shuffled)


@given(told=facts, data=st.data())
def test_facts_told_again_change_nothing(told: list[Fact], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(told)) if told else st.just([]))

    assert after(*told, *again) == after(*told)


@given(first=facts, second=facts, third=facts)
def test_facts_may_be_grouped_at_will(
    first: list[Fact], second: list[Fact], third: list[Fact]
) -> None:
    one, two, three = after(*first), after(*second), after(*third)

    assert joined(joined(one, two), three) == joined(one, joined(two, three))
    assert joined(one, two) == joined(two, one)
    assert joined(one, one) == one


def test_a_decline_that_arrives_late_does_not_undo_the_payment() -> None:
    paid = after(a_receipt_of(49_90, 0))

    declined = paid.declined("evt_9")

    assert declined.received == Money(49_90, "eur")
    assert declined.succeeded_at == NOON
    assert declined.declines == ("evt_9",)


def test_the_largest_amount_and_the_earliest_success_are_kept() -> None:
    payment = after(a_receipt_of(10_00, 9), a_receipt_of(49_90, 5), a_receipt_of(20_00, 7))

    assert payment.received == Money(49_90, "eur")
    assert payment.succeeded_at == NOON + timedelta(seconds=5)
