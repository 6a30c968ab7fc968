"""Which language a purchase is in, and who says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.order import Order
from tests.edge.shop_api import CART, ShopApi

SHOP = "https://shop.example"
GERMAN = "de-AT,de;q=0.9,en;q=0.5"


def order_of(shop: ShopApi) -> Order:
    (order,) = shop.shop.database.scan(Order)
    return order


def asked_of(shop: ShopApi) -> dict[str, Any]:
    parameters: dict[str, Any] = json.loads(order_of(shop).page.parameters)
    return parameters


@pytest.mark.parametrize(
    ("named", "language", "locale"),
    [
        ("de-AT", "de", "de"),
        ("pt", "pt-BR", "pt"),
        ("ar", "ar", None),  # the page does not speak it
        ("zh-TW", "", "zh-TW"),  # and this we do not
        ("tlh", "", None),
    ],
)
def test_the_language_that_a_shop_names_is_that_of_the_order_and_of_its_page(
    named: str, language: str, locale: str | None
) -> None:
    shop = ShopApi()

    answer = shop.check_out({**CART, "language": named})

    assert answer.status == 201
    assert order_of(shop).language == language
    assert asked_of(shop).get("locale") == locale


def test_a_browser_speaks_for_its_buyer_and_to_the_page_by_itself() -> None:
    shop = ShopApi()

    shop.check_out(Origin=SHOP, Accept_Language=GERMAN)

    assert order_of(shop).language == "de"
    assert "locale" not in asked_of(shop)


@pytest.mark.parametrize("named", ["sv", "tlh"])
def test_what_the_shop_names_comes_before_what_the_browser_says(named: str) -> None:
    shop = ShopApi()

    shop.check_out({**CART, "language": named}, Origin=SHOP, Accept_Language=GERMAN)

    assert order_of(shop).language == ("sv" if named == "sv" else "")


def test_what_a_server_sends_is_its_http_clients_and_no_buyers() -> None:
    shop = ShopApi()

    shop.check_out(Accept_Language=GERMAN)

    assert order_of(shop).language == ""


def test_a_buy_link_is_opened_by_the_buyers_own_browser() -> None:
    shop = ShopApi()

    shop.ask("GET", "/buy/pair?visit=1", headers={"Accept-Language": GERMAN})

    assert order_of(shop).language == "de"
    assert "locale" not in asked_of(shop)


@pytest.mark.parametrize("header", ["", ";q=", "*", "\xff\xfe", "x" * 20_000, "de;q=2,,,"])
def test_a_header_that_says_nothing_stops_no_sale(header: str) -> None:
    shop = ShopApi()

    assert shop.check_out(Origin=SHOP, Accept_Language=header).status == 201
    assert order_of(shop).language == ""


def test_the_same_key_with_another_header_is_the_same_request() -> None:
    shop = ShopApi()

    first = shop.check_out(Origin=SHOP, Accept_Language=GERMAN)
    again = shop.check_out(Origin=SHOP, Accept_Language="sv")
    elsewhere = shop.check_out()

    assert first.body == again.body == elsewhere.body
    assert order_of(shop).language == "de"


def test_the_same_key_with_another_language_in_its_body_is_a_mismatch() -> None:
    shop = ShopApi()
    shop.check_out({**CART, "language": "de"})

    answer = shop.check_out({**CART, "language": "sv"})

    assert (answer.status, answer.codes) == (422, ["idempotency.mismatch"])


def test_a_peppol_id_is_kept_with_the_order_and_not_sent_to_the_provider() -> None:
    shop = ShopApi()

    shop.check_out({**CART, "peppol_id": "9930:DE123456789"})

    assert order_of(shop).peppol_id == "9930:DE123456789"
    assert "9930" not in order_of(shop).page.parameters


def test_a_scheme_that_no_e_invoice_may_name_is_pointed_at() -> None:
    shop = ShopApi()

    answer = shop.check_out({**CART, "peppol_id": "9999:1"})

    assert (answer.status, answer.flaws) == (422, [("/peppol_id", "peppol_id")])


def test_both_may_be_null_as_an_email_may() -> None:
    shop = ShopApi()

    assert shop.check_out({**CART, "language": None, "peppol_id": None}).status == 201
    assert (order_of(shop).language, order_of(shop).peppol_id) == ("", "")
