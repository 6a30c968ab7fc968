"""What a catalog must say before the provider may work its tax out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.domain.catalog import Catalog, TaxedBy
from shared.domain.parties import Regime, Seller
from shared.domain.seller_rules import Lack

_TAX_CODE = re.compile(r"txcd_\d{8}")  # docs.stripe.com/tax/tax-codes (2026-11)


def lacks_of_catalog(catalog: Catalog) -> tuple[Lack, ...]:
    """Empty when it can be sold from. Without a code, goods would pass for services."""
    codes = {f"products.{sku}.tax_code": it.tax_code for sku, it in catalog.products.items()}
    remedy = "what it is to the provider: txcd_99999999 is goods in general"
    needs_all = catalog.taxed_by is TaxedBy.PROVIDER
    return tuple(
        Lack(where, remedy)
        for where, code in codes.items()
        if (code or needs_all) and not _TAX_CODE.fullmatch(code)
    )


def lacks_of_both(catalog: Catalog, seller: Seller) -> tuple[Lack, ...]:
    """What each of the two allows, and both together do not."""
    return tuple(_together(catalog, seller))


def _together(catalog: Catalog, seller: Seller) -> Iterator[Lack]:
    if catalog.taxed_by is TaxedBy.PROVIDER and seller.regime is not Regime.STANDARD:
        remedy = f"`catalog`: under the regime {seller.regime} there is no tax to work out"
        yield Lack("catalog.taxed_by", remedy)
