"""The catalog as a shop may show it."""

from __future__ import annotations

from typing import Any

from shared.domain.catalog import Catalog, TaxedBy


def describe_catalog(catalog: Catalog, public_url: str) -> dict[str, Any]:
    """Products that are for sale. Prices are minor units with tax included, by currency.

    How much tax that is depends on the buyer where the provider works it out.
    """
    is_fixed = catalog.taxed_by is TaxedBy.CATALOG
    products = [product for product in catalog.products.values() if product.active]
    return {
        "default_currency": catalog.default_currency,
        "currencies": sorted({currency for product in products for currency in product.prices}),
        "products": [
            {
                "sku": product.sku,
                "name": product.name,
                "description": product.description,
                "art": product.art,
                "vat_percent": str(product.vat_percent) if is_fixed else None,
                "prices": dict(product.prices),
            }
            for product in products
        ],
        "links": [
            {
                "id": link.id,
                "title": link.title,
                "currency": link.currency,
                "url": f"{public_url}/buy/{link.id}",
            }
            for link in catalog.links.values()
        ],
    }
