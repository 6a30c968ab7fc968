"""One order and one page per key, whatever is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.catalog import CartLine, CartRefused
from shared.domain.checkout_key import LEASE, CheckoutKey, sha256_of
from shared.domain.order import Order, OrderStatus
from shared.usecases.open_checkout import Cart, KeyInUse, KeyMismatch
from shared.usecases.page_parameters import PAGE_LIFETIME
from shared.usecases.ports.payments import HostedSession
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import CART, CAUSE, TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_session_event
from tests.chaos.shop import Shop

KEY, BODY = "a-key-of-the-buyer", "the body"


class Meanwhile:
    """A provider that answers only after something else has happened."""

    def __init__(self, shop: Shop, happens: Callable[[], Any]) -> None:
        self._shop = shop
        self._happens = happens

    def open_page(self, parameters: str, key: str) -> HostedSession:
        session = self._shop.provider.open_page(parameters, key)
        self._happens()
        return session


def test_a_cart_becomes_an_order_and_a_page_to_pay_on() -> None:
    shop = a_shop()

    answer = shop.open_checkout(CART, KEY, BODY, CAUSE)

    (order,) = shop.database.scan(Order)
    body = json.loads(answer.body)
    assert answer.status == 201
    assert body["checkout_url"] == order.page.url == "https://pay.example/cs_test_0001"
    assert body["order"]["id"] == order.id
    assert body["order"]["total_minor"] == TOTAL_MINOR
    assert body["order_url"].endswith(body["order_token"])
    assert [step.status for step in order.history] == [OrderStatus.CREATING, OrderStatus.OPEN]


def test_the_order_and_what_will_be_sent_are_stored_before_the_provider_is_asked() -> None:
    shop = a_shop()
    seen: list[Order] = []
    provider = Meanwhile(shop, lambda: seen.extend(shop.database.scan(Order)))

    replace(shop.open_checkout, provider=provider)(CART, KEY, BODY, CAUSE)

    ((key, parameters),) = shop.provider.asked
    assert [order.status for order in seen] == [OrderStatus.CREATING]
    assert (seen[0].page.key, seen[0].page.parameters) == (key, parameters)


def test_the_page_is_asked_for_with_our_prices_and_our_order_in_every_place() -> None:
    shop = a_shop()

    order = ordered(shop)

    (asked,) = shop.provider.parameters.values()
    (item,) = asked["line_items"]
    assert item["quantity"] == 1
    assert item["price_data"]["unit_amount"] == TOTAL_MINOR
    assert asked["client_reference_id"] == order.id
    assert asked["metadata"] == asked["payment_intent_data"]["metadata"]
    assert asked["metadata"] == {"order_id": order.id, "traceparent": TRACEPARENT}
    assert asked["expires_at"] == int((order.created_at + PAGE_LIFETIME).timestamp())
    assert "customer_email" not in asked


def test_an_email_is_handed_on_to_the_page_and_kept_nowhere_else() -> None:
    shop = a_shop()

    shop.open_checkout(replace(CART, email="jana@weiss.example"), KEY, BODY, CAUSE)

    (asked,) = shop.provider.parameters.values()
    (order,) = shop.database.scan(Order)
    assert asked["customer_email"] == "jana@weiss.example"
    assert order.buyer is None


@given(repeats=st.integers(1, 5), days=st.integers(0, 40))
def test_the_same_key_gets_the_first_answer_byte_for_byte(repeats: int, days: int) -> None:
    shop = a_shop()
    first = shop.open_checkout(CART, KEY, BODY, CAUSE)
    before = canonical(shop.database)

    shop.clock.wait(days * 86_400)
    again = [shop.open_checkout(CART, KEY, BODY, CAUSE) for _ in range(repeats)]

    assert again == [first] * repeats
    assert canonical(shop.database) == before
    assert len(shop.provider.asked) == 1


def test_another_key_is_another_order() -> None:
    shop = a_shop()

    one, other = ordered(shop, "a-key-of-the-buyer-1"), ordered(shop, "a-key-of-the-buyer-2")

    assert one.id != other.id
    assert one.page.url != other.page.url


def test_the_same_key_with_another_body_is_refused_and_stores_nothing() -> None:
    shop = a_shop()
    ordered(shop, KEY)
    before = canonical(shop.database)

    with pytest.raises(KeyMismatch):
        shop.open_checkout(CART, KEY, "another body", CAUSE)

    assert canonical(shop.database) == before
    assert len(shop.provider.asked) == 1


def test_a_request_that_comes_while_the_first_is_under_way_is_told_to_wait() -> None:
    shop = a_shop()

    def second() -> None:
        with pytest.raises(KeyInUse):
            shop.open_checkout(CART, KEY, BODY, CAUSE)

    answer = replace(shop.open_checkout, provider=Meanwhile(shop, second))(CART, KEY, BODY, CAUSE)

    assert answer.status == 201
    assert len(list(shop.database.scan(Order))) == 1


def test_whoever_takes_over_a_lapsed_lease_leads_to_the_same_order_and_answer() -> None:
    shop = a_shop()
    answers = []

    def takeover() -> None:
        shop.clock.wait(LEASE.total_seconds())
        answers.append(shop.open_checkout(CART, KEY, BODY, CAUSE))

    slow = replace(shop.open_checkout, provider=Meanwhile(shop, takeover))
    answers.append(slow(CART, KEY, BODY, CAUSE))

    assert answers[0] == answers[1]
    assert len(list(shop.database.scan(Order))) == len(shop.provider.parameters) == 1
    assert shop.provider.asked[0] == shop.provider.asked[1]


def test_whoever_takes_over_holds_the_lease_in_turn() -> None:
    shop = a_shop()
    told: list[str] = []

    def third() -> None:
        with pytest.raises(KeyInUse) as caught:
            shop.open_checkout(CART, KEY, BODY, CAUSE)
        told.append(str(caught.value))

    def takeover() -> None:
        shop.clock.wait(LEASE.total_seconds())
        replace(shop.open_checkout, provider=Meanwhile(shop, third))(CART, KEY, BODY, CAUSE)

    replace(shop.open_checkout, provider=Meanwhile(shop, takeover))(CART, KEY, BODY, CAUSE)

    assert len(told) == 1
    assert len(list(shop.database.scan(Order))) == 1


def test_a_payment_that_beats_our_own_note_of_the_page_is_kept() -> None:
    shop = a_shop()

    def buyer_pays() -> None:
        (order,) = shop.database.scan(Order)
        shop.receive_stripe(
            a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR), TRACEPARENT
        )

    answer = replace(shop.open_checkout, provider=Meanwhile(shop, buyer_pays))(
        CART, KEY, BODY, CAUSE
    )

    (order,) = shop.database.scan(Order)
    assert order.status is OrderStatus.PAID
    assert answer.status == 201
    assert json.loads(answer.body)["checkout_url"] == order.page.url


@pytest.mark.parametrize(
    ("cart", "pointer"),
    [
        (replace(CART, return_name="elsewhere"), "/return"),
        (replace(CART, currency="usd"), "/currency"),
        (replace(CART, lines=()), "/lines"),
        (replace(CART, lines=(CartLine("GHOST", 1),)), "/lines/0/sku"),
        (replace(CART, lines=(CartLine("PRINT", 0),)), "/lines/0/quantity"),
    ],
)
def test_a_cart_that_is_refused_leaves_no_trace_and_does_not_burn_its_key(
    cart: Cart, pointer: str
) -> None:
    shop = a_shop()

    with pytest.raises(CartRefused) as caught:
        shop.open_checkout(cart, KEY, BODY, CAUSE)

    assert caught.value.pointer == pointer
    assert canonical(shop.database) == {}
    assert shop.provider.asked == []
    assert shop.open_checkout(CART, KEY, BODY, CAUSE).status == 201


def test_the_callers_key_itself_is_not_stored() -> None:
    shop = a_shop()
    order = ordered(shop, KEY)

    key = stored(shop, CheckoutKey, sha256_of(KEY))

    assert key.order_id == order.id
    assert KEY not in str(canonical(shop.database))
    assert key.lease_until == order.created_at + LEASE
    assert order.page.expires_at - order.created_at == PAGE_LIFETIME < timedelta(hours=24)
