"""The public API: repeats, refusals, floods, and other people's orders."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.ids import OrderId
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import ProviderRefused
from tests.edge.asking import Answer
from tests.edge.shop_api import CART, KEY, PUBLIC_URL, ShopApi
from tests.fakes.troubled import Trouble, Troubled

ALIKE = {"type", "title", "status", "instance"}  # nothing that tells one guess from another


def opened(shop: ShopApi) -> dict[str, Any]:
    answer = shop.check_out()
    assert answer.status == 201
    body: dict[str, Any] = json.loads(answer.body)
    return body


def with_provider(shop: ShopApi, *troubles: Trouble) -> ShopApi:
    provider = Troubled(shop.shop.provider, "open_page", troubles)
    shop.api = replace(shop.api, open_checkout=replace(shop.api.open_checkout, provider=provider))
    return shop


def test_a_cart_becomes_an_order_with_its_page_and_its_token() -> None:
    shop = ShopApi()

    body = opened(shop)

    assert body["checkout_url"] == "https://pay.example/cs_test_0001"
    assert body["order"]["status"] == "open"
    assert body["order_url"] == f"{PUBLIC_URL}/v1/orders/{body['order_token']}"
    assert shop.left_behind == (2, 1, 0, 0, 0)


def test_the_same_request_gets_the_same_bytes_again() -> None:
    shop = ShopApi()

    first, again = shop.check_out(), shop.check_out()
    quoted = shop.check_out(key=f'"{KEY}"')

    assert first.body == again.body == quoted.body
    assert len(shop.shop.provider.asked) == 1


def test_the_same_key_with_another_cart_is_a_mismatch() -> None:
    shop = ShopApi()
    opened(shop)
    before = shop.left_behind

    answer = shop.check_out({"lines": [{"sku": "PRINT", "quantity": 2}]})

    assert (answer.status, answer.codes) == (422, ["idempotency.mismatch"])
    assert shop.left_behind == before


def test_a_key_in_use_says_when_to_come_back() -> None:
    shop = ShopApi()
    answers: list[Answer] = []

    class Slow:
        def open_page(self, *_: str) -> Any:
            answers.append(shop.check_out())
            raise Unavailable("slow")

    shop.api = replace(shop.api, open_checkout=replace(shop.api.open_checkout, provider=Slow()))
    shop.check_out()

    assert (answers[0].status, answers[0].headers["retry-after"]) == (409, "1")


def test_a_provider_that_is_down_asks_for_the_same_key_again() -> None:
    shop = with_provider(ShopApi(), Trouble(Unavailable("connection refused")))

    answers = [shop.check_out(), shop.check_out()]

    assert [answer.status for answer in answers] == [503, 201]
    assert answers[0].headers["retry-after"] == "2"


def test_what_the_provider_refuses_is_a_502_that_says_nothing_more() -> None:
    shop = with_provider(ShopApi(), Trouble(ProviderRefused("card_testing: jana@weiss.example")))

    answers = [shop.check_out(), shop.check_out()]

    assert [answer.status for answer in answers] == [502, 502]
    assert b"jana" not in answers[0].body


def test_a_hundred_checkouts_a_minute_are_stopped_before_the_provider() -> None:
    shop = ShopApi(per_minute_max=10)

    answers = [shop.check_out(key=f"{KEY}-{number}") for number in range(100)]

    refused = [answer for answer in answers if answer.status == 429]
    assert len(refused) == 90
    assert int(refused[0].headers["retry-after"]) == 6
    assert len(shop.shop.provider.asked) == 10


def test_a_request_that_is_malformed_costs_no_token_of_the_throttle() -> None:
    shop = ShopApi(per_minute_max=1)

    for _ in range(9):
        shop.check_out({"lines": []})

    assert shop.check_out().status == 201


def test_an_order_is_shown_to_whoever_holds_its_token() -> None:
    shop = ShopApi()
    body = opened(shop)

    answer = shop.ask("GET", f"/v1/orders/{body['order_token']}")

    assert answer.status == 200
    assert json.loads(answer.body)["id"] == body["order"]["id"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_every_other_token_opens_nothing_and_is_answered_alike() -> None:
    shop = ShopApi()
    token = opened(shop)["order_token"]
    order_id, _, mac = token.partition(".")
    ghost = OrderId("ord_" + "a" * 26)
    guesses = [
        order_id,
        f"{order_id}.",
        f"{order_id}.{mac[:-1]}",
        f"{order_id}.{mac}x",
        f"{order_id}.{mac[:-1]}{'A' if mac[-1] != 'A' else 'B'}",
        f"{order_id.upper()}.{mac}",
        f"{ghost}.{mac}",
        f".{mac}",
        "..",
        "~",
        mac,
        shop.tokens.issue(ghost),
    ]

    below = ("", "/invoice.pdf", "/documents/INV-2026-000001.pdf")
    for path in (f"/v1/orders/{{}}{rest}" for rest in below):
        answers = [shop.ask("GET", path.format(guess)) for guess in guesses[:-1]]
        assert {answer.status for answer in answers} == {404}
        assert all(set(answer.problem) == ALIKE for answer in answers)
    assert shop.ask("GET", f"/v1/orders/{guesses[-1]}").status == 404


def test_the_catalog_may_be_kept_for_a_minute_and_holds_what_is_for_sale() -> None:
    answer = ShopApi().ask("GET", "/v1/catalog")

    catalog = json.loads(answer.body)
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert [product["sku"] for product in catalog["products"]] == ["PRINT", "BOOK"]
    assert catalog["links"][0]["url"] == f"{PUBLIC_URL}/buy/pair"


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"language": "german!"}, "such as de or pt-BR"),
        ({"peppol_id": "5566778899"}, "such as 0007:5566778899"),
        ({"currency": "EUR"}, "three small letters, such as eur"),
        ({"lines": [{"sku": "PRINT", "quantity": "2"}]}, "a whole number without quotes"),
        ({"colour": "red"}, "no such field"),
    ],
)
def test_each_flaw_says_what_is_wanted(changes: dict[str, Any], wanted: str) -> None:
    answer = ShopApi().check_out(CART | changes)

    assert answer.status == 422
    (flaw,) = answer.problem["errors"]
    assert wanted in flaw["detail"]
