"""A cart with an address: one click, one order."""

from __future__ import annotations

import pytest

from tests.builders.invoices import TRACEPARENT
from tests.builders.stripe_events import a_session_event
from tests.edge.asking import Answer
from tests.edge.shop_api import NOTHING, PUBLIC_URL, ShopApi


def cookie_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


def test_a_buy_link_goes_round_once_and_then_to_the_page() -> None:
    shop = ShopApi()

    first = shop.ask("GET", "/buy/pair")
    nothing_yet = shop.left_behind
    second = shop.ask("GET", "/buy/pair?visit=1", headers={"Cookie": cookie_of(first)})
    again = shop.ask("GET", "/buy/pair", headers={"Cookie": cookie_of(first)})

    assert (first.status, first.headers["location"]) == (303, f"{PUBLIC_URL}/buy/pair?visit=1")
    assert nothing_yet == NOTHING
    assert second.headers["location"] == again.headers["location"]
    assert second.headers["location"] == "https://pay.example/cs_test_0001"
    assert len(shop.shop.provider.asked) == 1


def test_a_visitor_without_cookies_still_gets_to_the_page() -> None:
    shop = ShopApi()

    answer = shop.ask("GET", "/buy/pair?visit=1")

    assert answer.headers["location"].startswith("https://pay.example/")


def test_after_the_purchase_the_next_click_is_a_new_one() -> None:
    shop = ShopApi()
    cookie = cookie_of(shop.ask("GET", "/buy/pair"))
    shop.ask("GET", "/buy/pair", headers={"Cookie": cookie})
    (asked,) = shop.shop.provider.parameters.values()
    event = a_session_event(order_id=asked["client_reference_id"], amount_minor=49_90)
    shop.shop.receive_stripe(event, TRACEPARENT)

    over = shop.ask("GET", "/buy/pair", headers={"Cookie": cookie})
    fresh = shop.ask("GET", "/buy/pair?visit=1", headers={"Cookie": cookie_of(over)})

    assert over.headers["location"] == f"{PUBLIC_URL}/buy/pair?visit=1"
    assert cookie_of(over) != cookie
    assert fresh.headers["location"] == "https://pay.example/cs_test_0002"


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"X-Moz": "prefetch"}])
def test_a_prefetch_buys_nothing(headers: dict[str, str]) -> None:
    shop = ShopApi()

    assert shop.ask("GET", "/buy/pair?visit=1", headers=headers).status == 503
    assert shop.left_behind == NOTHING


def test_a_link_nobody_made_is_not_found() -> None:
    assert ShopApi().ask("GET", "/buy/other").status == 404
