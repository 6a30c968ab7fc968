"""The merchant's files: the repository's own can be sold from, and a wrong one stops the start."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

import functions
from shared.adapters.merchant_files import (
    CatalogWrong,
    SellerIncomplete,
    read_catalog,
    read_seller,
)
from shared.domain.catalog import CartLine, CartRefused
from shared.domain.money import CURRENCIES, Money, UnsupportedAmount

FUNCTIONS = Path(functions.__file__).parent
CATALOG = FUNCTIONS / "checkout" / "catalog.json"
SELLER = FUNCTIONS / "payment_processor" / "seller.json"


def written(path: Path, change: Callable[[dict[str, Any]], None], source: Path) -> Path:
    """The repository's own file with one change."""
    document = json.loads(source.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_the_repositorys_catalog_loads_and_its_links_can_be_bought() -> None:
    catalog = read_catalog(CATALOG)

    assert catalog.price([CartLine("PRINT-AURORA", 2)], "eur")[0].total == Money(178_00, "eur")
    assert catalog.default_currency in CURRENCIES
    for link in catalog.links.values():
        assert catalog.price(link.lines, link.currency)


def test_the_repositorys_seller_loads_and_has_a_series() -> None:
    seller = read_seller(SELLER)

    assert seller.series
    assert seller.address
    assert ZoneInfo(seller.time_zone).key == seller.time_zone


def with_price(currency: str, price: object) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["products"][0]["prices"][currency] = price

    return change


@pytest.mark.parametrize(
    ("currency", "price"),
    [
        ("eur", 49),  # less than the provider charges
        ("eur", 100_000_000),  # more than it does
        ("eur", -8900),
        ("eur", 89.5),
        ("eur", 89.0),  # somebody thought in euros
        ("eur", "89.00"),
        ("eur", None),
        ("isk", 1250_50),  # no half krónur
        ("xau", 8900),  # not a currency that is supported
    ],
)
def test_a_wrong_price_is_found_at_start(tmp_path: Path, currency: str, price: object) -> None:
    path = written(tmp_path / "catalog.json", with_price(currency, price), CATALOG)

    with pytest.raises((UnsupportedAmount, ValidationError)):
        read_catalog(path)


def test_a_price_that_cannot_be_charged_names_its_product(tmp_path: Path) -> None:
    path = written(tmp_path / "catalog.json", with_price("eur", -8900), CATALOG)

    with pytest.raises(
        UnsupportedAmount, match=r"^products\.PRINT-AURORA\.prices\.eur: -89\.00 EUR"
    ):
        read_catalog(path)


@pytest.mark.parametrize("percent", ["100.01", "2500", "-1"])
def test_a_rate_that_is_none_is_found_at_start(tmp_path: Path, percent: str) -> None:
    def change(document: dict[str, Any]) -> None:
        document["products"][0]["vat_percent"] = percent

    with pytest.raises(CatalogWrong, match=r"products\.PRINT-AURORA\.vat_percent: a rate of tax"):
        read_catalog(written(tmp_path / "catalog.json", change, CATALOG))


@pytest.mark.parametrize(
    ("way", "misspelt"),
    [
        ((), "taxedby"),
        (("products", 1), "vat_pct"),
        (("links", 0), "titel"),
        (("links", 0), "return_name"),
        (("links", 0, "lines", 1), "qty"),
    ],
)
def test_a_key_of_the_catalog_that_nobody_reads_is_found_at_start(
    tmp_path: Path, way: tuple[str | int, ...], misspelt: str
) -> None:
    path = written(tmp_path / "catalog.json", with_key(way, misspelt), CATALOG)
    where = re.escape(".".join(map(str, (*way, misspelt))))

    with pytest.raises(CatalogWrong, match=f": {where}: no such key"):
        read_catalog(path)


@pytest.mark.parametrize(
    ("way", "misspelt"),
    [((), "accounting_curency"), (("address",), "postcode"), (("bank",), "bicc")],
)
def test_a_key_of_the_seller_that_nobody_reads_is_found_at_start(
    tmp_path: Path, way: tuple[str | int, ...], misspelt: str
) -> None:
    path = written(tmp_path / "seller.json", with_key(way, misspelt), SELLER)
    where = re.escape(".".join(map(str, (*way, misspelt))))

    with pytest.raises(SellerIncomplete, match=f": {where}: no such key"):
        read_seller(path)


def with_key(way: tuple[str | int, ...], name: str) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for step in way:
            document = document[step]
        document[name] = "anything"

    return change


def test_a_sku_that_stands_twice_is_found_at_start(tmp_path: Path) -> None:
    def double(document: dict[str, Any]) -> None:
        document["products"].append(document["products"][0])

    with pytest.raises(CatalogWrong, match="the SKU PRINT-AURORA stands twice"):
        read_catalog(written(tmp_path / "catalog.json", double, CATALOG))


def test_a_default_currency_that_nothing_is_sold_in_is_found_at_start(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["default_currency"] = "gbp"

    with pytest.raises(CatalogWrong):
        read_catalog(written(tmp_path / "catalog.json", change, CATALOG))


@pytest.mark.parametrize("sku", ["PRINT-RETIRED", "PRINT-UNKNOWN"])
def test_a_link_to_what_is_not_for_sale_is_found_at_start(tmp_path: Path, sku: str) -> None:
    def change(document: dict[str, Any]) -> None:
        document["links"][0]["lines"] = [{"sku": sku, "quantity": 1}]

    with pytest.raises(CartRefused):
        read_catalog(written(tmp_path / "catalog.json", change, CATALOG))


def test_a_seller_without_a_vat_id_is_found_at_start(tmp_path: Path) -> None:
    path = written(tmp_path / "seller.json", lambda document: document.pop("vat_id"), SELLER)

    with pytest.raises(SellerIncomplete, match="vat_id"):
        read_seller(path)
