from __future__ import annotations

import pytest

from shared.domain.catalog import TaxedBy
from shared.edge.catalog_view import describe_catalog
from tests.builders.catalog import a_catalog, a_product


@pytest.mark.parametrize(
    ("taxed_by", "percent"), [(TaxedBy.CATALOG, "25"), (TaxedBy.PROVIDER, None)]
)
def test_a_rate_is_shown_only_where_it_is_every_buyers(
    taxed_by: TaxedBy, percent: str | None
) -> None:
    catalog = a_catalog(a_product(tax_code="txcd_99999999"), taxed_by=taxed_by)

    (product,) = describe_catalog(catalog, "https://api.example")["products"]

    assert product["vat_percent"] == percent
    assert product["prices"] == {"eur": 49_90}
