"""The provider refuses, is down or falls silent; the database loses a reply."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.checkout_key import CheckoutKey
from shared.domain.order import Order, OrderStatus
from shared.usecases.expire_abandoned_checkouts import ABANDONED_AFTER, ExpireAbandonedCheckouts
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import ProviderFailed, ProviderRefused
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import CART, CAUSE, TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_session_event
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled

KEY, BODY = "a-key-of-the-buyer", "the body"
DOWN = Trouble(Unavailable("connection refused"))
SILENT = Trouble(Unavailable("read timed out"), applied=True)


def expire_abandoned(shop: Shop) -> int:
    return ExpireAbandonedCheckouts(shop.database, shop.open_checkout.transactions, shop.clock)()


def test_a_refused_order_has_failed_and_the_refusal_is_the_answer_for_good() -> None:
    shop = a_shop()
    refusing = Troubled(shop.provider, "open_page", [Trouble(ProviderRefused("bad currency"))])
    checkout = replace(shop.open_checkout, provider=refusing)

    answers = [checkout(CART, KEY, BODY, CAUSE) for _ in range(3)]

    (order,) = shop.database.scan(Order)
    assert [answer.status for answer in answers] == [502, 502, 502]
    assert order.status is OrderStatus.FAILED
    assert refusing.calls == 1


@pytest.mark.parametrize("trouble", [DOWN, SILENT])
def test_after_an_outage_the_same_key_sends_the_very_same_request_and_succeeds(
    trouble: Trouble,
) -> None:
    shop = a_shop()
    provider = Troubled(shop.provider, "open_page", [trouble, trouble, DOWN])
    checkout = replace(shop.open_checkout, provider=provider)

    for _ in range(3):
        with pytest.raises(Unavailable):
            checkout(CART, KEY, BODY, CAUSE)
        shop.clock.wait(1)
    answer = checkout(CART, KEY, BODY, CAUSE)

    (order,) = shop.database.scan(Order)
    assert answer.status == 201
    assert json.loads(answer.body)["order"]["id"] == order.id
    assert set(shop.provider.asked) == {(order.page.key, order.page.parameters)}
    assert len(shop.provider.parameters) == 1


def test_a_failure_of_the_provider_is_asked_again_under_the_next_key() -> None:
    shop = a_shop()
    failing = Troubled(shop.provider, "open_page", [Trouble(ProviderFailed("APIError 500"))])
    checkout = replace(shop.open_checkout, provider=failing)

    with pytest.raises(Unavailable):
        checkout(CART, KEY, BODY, CAUSE)
    answer = checkout(CART, KEY, BODY, CAUSE)

    (order,) = shop.database.scan(Order)
    assert answer.status == 201
    assert order.page.key == f"order:{order.id}:a2"
    assert shop.provider.asked == [(order.page.key, order.page.parameters)]


def test_an_outage_frees_the_key_at_once() -> None:
    shop = a_shop()
    provider = Troubled(shop.provider, "open_page", [DOWN])

    with pytest.raises(Unavailable):
        replace(shop.open_checkout, provider=provider)(CART, KEY, BODY, CAUSE)

    assert shop.open_checkout(CART, KEY, BODY, CAUSE).status == 201


@pytest.mark.parametrize("lost", [0, 1])
def test_a_commit_whose_reply_is_lost_is_found_again(lost: int) -> None:
    """The first commit stores the order, the second one the answer."""
    shop = a_shop()
    timeout = Trouble(Unavailable("deadline exceeded"), applied=True)
    database = Troubled(shop.database, "commit", [None] * lost + [timeout])
    transactions = replace(shop.open_checkout.transactions, database=database)

    answer = replace(shop.open_checkout, transactions=transactions)(CART, KEY, BODY, CAUSE)

    (order,) = shop.database.scan(Order)
    assert answer.status == 201
    assert order.status is OrderStatus.OPEN
    assert len(shop.provider.asked) == 1
    assert shop.open_checkout(CART, KEY, BODY, CAUSE) == answer


def test_while_the_database_is_down_nothing_is_asked_of_the_provider() -> None:
    shop = a_shop()
    database = Troubled(shop.database, "commit", [DOWN] * 99)
    transactions = replace(shop.open_checkout.transactions, database=database)

    with pytest.raises(Unavailable):
        replace(shop.open_checkout, transactions=transactions)(CART, KEY, BODY, CAUSE)

    assert canonical(shop.database) == {}
    assert shop.provider.asked == []


def test_an_order_that_never_got_its_page_expires_after_a_day() -> None:
    shop = a_shop()
    provider = Troubled(shop.provider, "open_page", [DOWN])
    with pytest.raises(Unavailable):
        replace(shop.open_checkout, provider=provider)(CART, KEY, BODY, CAUSE)

    shop.clock.wait(ABANDONED_AFTER.total_seconds())
    too_early = expire_abandoned(shop)
    shop.clock.wait(1)
    in_time, again = expire_abandoned(shop), expire_abandoned(shop)

    (order,) = shop.database.scan(Order)
    assert (too_early, in_time, again) == (0, 1, 0)
    assert order.status is OrderStatus.EXPIRED
    assert order.history[-1].at == order.created_at + ABANDONED_AFTER


def test_an_order_with_a_page_is_left_to_the_provider() -> None:
    shop = a_shop()
    order = ordered(shop)

    shop.clock.wait(timedelta(days=9).total_seconds())

    assert expire_abandoned(shop) == 0
    assert stored(shop, Order, order.id).status is OrderStatus.OPEN


def test_a_payment_that_comes_after_the_end_is_honoured() -> None:
    shop = a_shop()
    provider = Troubled(shop.provider, "open_page", [SILENT])
    with pytest.raises(Unavailable):
        replace(shop.open_checkout, provider=provider)(CART, KEY, BODY, CAUSE)
    shop.clock.wait(ABANDONED_AFTER.total_seconds() + 1)
    expire_abandoned(shop)

    (order,) = shop.database.scan(Order)
    shop.receive_stripe(a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR), TRACEPARENT)

    assert stored(shop, Order, order.id).status is OrderStatus.PAID


def test_the_buyers_retry_after_an_expired_attempt_is_not_left_hanging() -> None:
    shop = a_shop()
    provider = Troubled(
        shop.provider, "open_page", [DOWN, Trouble(ProviderRefused("expires_at is in the past"))]
    )
    checkout = replace(shop.open_checkout, provider=provider)
    with pytest.raises(Unavailable):
        checkout(CART, KEY, BODY, CAUSE)
    shop.clock.wait(ABANDONED_AFTER.total_seconds() + 1)
    expire_abandoned(shop)

    answer = checkout(CART, KEY, BODY, CAUSE)

    (key,) = shop.database.scan(CheckoutKey)
    assert answer.status == 502
    assert key.answer == answer
