"""The merchant's own files: what is for sale, and who sells it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NotRequired, TypedDict

from pydantic import TypeAdapter

from shared.adapters.unknown_keys import unknown_keys
from shared.domain.catalog import BuyLink, CartLine, Catalog, Product, TaxedBy
from shared.domain.catalog_rules import lacks_of_catalog
from shared.domain.money import Money, UnsupportedAmount, chargeable
from shared.domain.parties import Seller
from shared.domain.seller_rules import Lack, lacks_of

_LinkEntry = TypedDict(
    "_LinkEntry",
    {"id": str, "title": str, "currency": str, "return": str, "lines": tuple[CartLine, ...]},
)


class _CatalogFile(TypedDict):
    """The keys of `catalog.json`."""

    version: str
    shop_name: str
    default_currency: str
    products: list[Product]
    links: list[_LinkEntry]
    taxed_by: NotRequired[TaxedBy]
    adaptive_pricing: NotRequired[bool]


_PRODUCTS = TypeAdapter(list[Product])
_SELLER = TypeAdapter(Seller)
_SWITCH = TypeAdapter(bool)


class CatalogWrong(Exception):
    """The catalog file cannot be sold from."""


def read_catalog(path: Path) -> Catalog:
    """Check everything at start: a wrong price is found by a deploy, not by a buyer."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if lacks := _misspelt(document, _CatalogFile):
        raise CatalogWrong(f"{path.name}: {_listed(lacks)}")
    # Strict, or a price of 89.0, by somebody who thought in euros, would pass for 89 cents.
    listed = _PRODUCTS.validate_json(json.dumps(document["products"]), strict=True)
    products = {product.sku: product for product in listed}
    for product in listed:
        _check_prices(product)
    if twice := [sku for sku, count in Counter(it.sku for it in listed).items() if count > 1]:
        raise CatalogWrong(f"{path.name}: the SKU {twice[0]} stands twice")
    catalog = Catalog(
        version=document["version"],
        shop_name=document["shop_name"],
        default_currency=document["default_currency"],
        products=products,
        links={link.id: link for link in map(_link, document["links"])},
        taxed_by=TaxedBy(document.get("taxed_by", TaxedBy.CATALOG)),
        adaptive_pricing=_SWITCH.validate_python(
            document.get("adaptive_pricing", False), strict=True
        ),
    )
    for link in catalog.links.values():
        catalog.price(link.lines, link.currency)
    if not any(catalog.default_currency in product.prices for product in listed):
        raise CatalogWrong(f"{path.name}: nothing is sold in the default currency")
    if lacks := lacks_of_catalog(catalog):
        raise CatalogWrong(f"{path.name}: {_listed(lacks)}")
    return catalog


class SellerIncomplete(Exception):
    """No document may be issued in this seller's name yet."""


def read_seller(path: Path) -> Seller:
    """`SellerIncomplete` names all that is missing: nothing is issued before."""
    content = path.read_bytes()
    if lacks := misspelt_in_seller(content):
        raise SellerIncomplete(f"{path.name}: {_listed(lacks)}")
    seller = _SELLER.validate_json(content)
    if lacks := lacks_of(seller):
        raise SellerIncomplete(f"{path.name}: {_listed(lacks)}")
    return seller


def misspelt_in_seller(content: bytes) -> tuple[Lack, ...]:
    """The keys that would be passed over in silence; `ValueError` if it is not JSON."""
    return _misspelt(json.loads(content), Seller)


def _misspelt(document: object, shape: type) -> tuple[Lack, ...]:
    remedy = "no such key: is it misspelt?"
    return tuple(Lack(where, remedy) for where in unknown_keys(document, shape))


def _check_prices(product: Product) -> None:
    for currency, minor in product.prices.items():
        try:
            chargeable(Money(minor, currency))
        except UnsupportedAmount as error:
            raise UnsupportedAmount(f"products.{product.sku}.prices.{currency}: {error}") from error


def _listed(lacks: tuple[Lack, ...]) -> str:
    return "; ".join(f"{lack.where}: {lack.remedy}" for lack in lacks)


def _link(entry: dict[str, object]) -> BuyLink:
    lines = TypeAdapter(tuple[CartLine, ...]).validate_python(entry["lines"])
    texts = TypeAdapter(dict[str, str]).validate_python(
        {name: entry[name] for name in ("id", "title", "currency", "return")}
    )
    return BuyLink(
        id=texts["id"],
        title=texts["title"],
        currency=texts["currency"],
        return_name=texts["return"],
        lines=lines,
    )
