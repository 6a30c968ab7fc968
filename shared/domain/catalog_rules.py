"""What a catalog must say before the provider may work its tax out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.domain.accounting_currency import accounting_currency
from shared.domain.catalog import Catalog, TaxedBy
from shared.domain.parties import Regime, Seller
from shared.domain.reference_rates import REFERENCED
from shared.domain.seller_rules import Lack

_TAX_CODE = re.compile(r"txcd_\d{8}")  # docs.stripe.com/tax/tax-codes (2026-11)


def lacks_of_catalog(catalog: Catalog) -> tuple[Lack, ...]:
    """Empty when it can be sold from."""
    return (*_rates(catalog), *_tax_codes(catalog))


def _rates(catalog: Catalog) -> Iterator[Lack]:
    for sku, product in catalog.products.items():
        if not 0 <= product.vat_percent <= 100:  # noqa: PLR2004  # per cent
            yield Lack(f"products.{sku}.vat_percent", "a rate of tax from 0 to 100")


def _tax_codes(catalog: Catalog) -> Iterator[Lack]:
    """Without a code, goods would pass for services."""
    codes = {f"products.{sku}.tax_code": it.tax_code for sku, it in catalog.products.items()}
    remedy = "what it is to the provider: txcd_99999999 is goods in general"
    needs_all = catalog.taxed_by is not TaxedBy.CATALOG
    for where, code in codes.items():
        if (code or needs_all) and not _TAX_CODE.fullmatch(code):
            yield Lack(where, remedy)


def lacks_of_both(catalog: Catalog, seller: Seller) -> tuple[Lack, ...]:
    """What each of the two allows, and both together do not."""
    return tuple(_together(catalog, seller))


def _together(catalog: Catalog, seller: Seller) -> Iterator[Lack]:
    if catalog.taxed_by is TaxedBy.PROVIDER and seller.regime is not Regime.STANDARD:
        remedy = f"`catalog`: under the regime {seller.regime} there is no tax to work out"
        yield Lack("catalog.taxed_by", remedy)
    if catalog.taxed_by is TaxedBy.MERCHANT_OF_RECORD and catalog.adaptive_pricing:
        remedy = "false: a merchant of record settles the buyer's currency by itself"
        yield Lack("catalog.adaptive_pricing", remedy)
    for currency in sorted(_without_rate(catalog, seller)):
        remedy = f"none in {currency}: the ECB has no rate to state its tax in your currency by"
        yield Lack("catalog.products.prices", remedy)


def _without_rate(catalog: Catalog, seller: Seller) -> set[str]:
    into = accounting_currency(seller)
    if not into or seller.regime is not Regime.STANDARD:
        return set()
    priced = {currency for product in catalog.products.values() for currency in product.prices}
    return priced - {into, "eur", *REFERENCED}
