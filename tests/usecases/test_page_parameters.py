"""What the merchant's switches change in what we ask of the provider."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from shared.domain.catalog import Catalog, TaxedBy
from shared.domain.order import Order
from tests.builders.catalog import a_catalog, a_product
from tests.builders.purchases import a_shop, ordered

PRODUCT = a_product(tax_code="txcd_99999999")


def asked_of(catalog: Catalog) -> tuple[Order, dict[str, Any]]:
    shop = a_shop()
    shop.open_checkout = replace(shop.open_checkout, catalog=catalog)
    order = ordered(shop)
    parameters: dict[str, Any] = json.loads(order.page.parameters)
    return order, parameters


def test_both_switches_are_off_unless_they_are_on() -> None:
    order, asked = asked_of(a_catalog(PRODUCT))

    assert asked["adaptive_pricing"] == {"enabled": False}
    assert {"automatic_tax", "tax_id_collection"} & set(asked) == set()
    assert "tax_code" not in asked["line_items"][0]["price_data"]["product_data"]
    assert order.taxed_by is TaxedBy.CATALOG


def test_a_provider_that_works_the_tax_out_is_told_what_is_sold_and_asks_for_a_vat_id() -> None:
    order, asked = asked_of(a_catalog(PRODUCT, taxed_by=TaxedBy.PROVIDER))

    price = asked["line_items"][0]["price_data"]
    assert asked["automatic_tax"] == asked["tax_id_collection"] == {"enabled": True}
    assert asked["billing_address_collection"] == "required"
    assert price["product_data"]["tax_code"] == "txcd_99999999"
    assert (price["tax_behavior"], price["unit_amount"]) == ("inclusive", order.total.minor)
    assert order.taxed_by is TaxedBy.PROVIDER


def test_a_provider_that_may_convert_is_told_so() -> None:
    _, asked = asked_of(a_catalog(PRODUCT, adaptive_pricing=True))

    assert asked["adaptive_pricing"] == {"enabled": True}


def test_a_merchant_of_record_is_told_what_is_sold_and_nothing_about_tax() -> None:
    order, asked = asked_of(a_catalog(PRODUCT, taxed_by=TaxedBy.MERCHANT_OF_RECORD))

    ours = {"adaptive_pricing", "automatic_tax", "billing_address_collection", "tax_id_collection"}
    product = asked["line_items"][0]["price_data"]["product_data"]
    assert asked["managed_payments"] == {"enabled": True}
    assert product["tax_code"] == "txcd_99999999"
    assert ours & set(asked) == set()
    assert order.is_sold_on
