"""The merchant's own files: what is for sale, and who sells it."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from shared.domain.catalog import BuyLink, CartLine, Catalog, Product, TaxedBy
from shared.domain.catalog_rules import lacks_of_catalog
from shared.domain.money import Money, chargeable
from shared.domain.parties import Seller
from shared.domain.seller_rules import Lack, lacks_of

_PRODUCTS = TypeAdapter(list[Product])
_SELLER = TypeAdapter(Seller)
_SWITCH = TypeAdapter(bool)


class CatalogWrong(Exception):
    """The catalog file cannot be sold from."""


def read_catalog(path: Path) -> Catalog:
    """Check everything at start: a wrong price is found by a deploy, not by a buyer."""
    document = json.loads(path.read_text(encoding="utf-8"))
    # Strict, or a price of 89.0, by somebody who thought in euros, would pass for 89 cents.
    listed = _PRODUCTS.validate_json(json.dumps(document["products"]), strict=True)
    products = {product.sku: product for product in listed}
    for product in products.values():
        for currency, minor in product.prices.items():
            chargeable(Money(minor, currency))
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
    if len(products) < len(listed):
        raise CatalogWrong(f"{path.name}: a SKU stands twice")
    if not any(catalog.default_currency in product.prices for product in listed):
        raise CatalogWrong(f"{path.name}: nothing is sold in the default currency")
    if lacks := lacks_of_catalog(catalog):
        raise CatalogWrong(f"{path.name}: {_listed(lacks)}")
    return catalog


class SellerIncomplete(Exception):
    """No document may be issued in this seller's name yet."""


def read_seller(path: Path) -> Seller:
    """`SellerIncomplete` names all that is missing: nothing is issued before."""
    seller = _SELLER.validate_json(path.read_bytes())
    if lacks := lacks_of(seller):
        raise SellerIncomplete(f"{path.name}: {_listed(lacks)}")
    return seller


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
