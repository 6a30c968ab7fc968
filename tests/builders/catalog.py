"""A small catalog to sell from."""

from __future__ import annotations

from decimal import Decimal

from shared.domain.catalog import BuyLink, CartLine, Catalog, Product, TaxedBy


def a_product(
    sku: str = "PRINT",
    *,
    eur: int = 49_90,
    vat: str = "25",
    active: bool = True,
    other_prices: dict[str, int] | None = None,
    tax_code: str = "",
) -> Product:
    return Product(
        sku=sku,
        name=f"A {sku.lower()}",
        description="Made by hand",
        art="aurora",
        vat_percent=Decimal(vat),
        prices={"eur": eur, **(other_prices or {})},
        active=active,
        tax_code=tax_code,
    )


def a_catalog(
    *products: Product, taxed_by: TaxedBy = TaxedBy.CATALOG, adaptive_pricing: bool = False
) -> Catalog:
    listed = products or (a_product(), a_product("BOOK", eur=29_00, vat="6"))
    return Catalog(
        version="test",
        shop_name="The Test Press",
        default_currency="eur",
        products={product.sku: product for product in listed},
        links={
            "pair": BuyLink("pair", "One of each", "eur", "shop", (CartLine(listed[0].sku, 1),))
        },
        taxed_by=taxed_by,
        adaptive_pricing=adaptive_pricing,
    )
