from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.invoice_document.paper import paper_for
from shared.domain.address import Address
from tests.builders.invoices import a_numbered_invoice


@pytest.mark.parametrize(
    ("buyer", "seller", "paper"),
    [
        ("US", "SE", "us-letter"),
        ("SE", "US", "a4"),
        ("", "CA", "us-letter"),
        ("", "SE", "a4"),
        ("", "", "a4"),
    ],
)
def test_the_paper_is_the_buyers_or_else_the_sellers(buyer: str, seller: str, paper: str) -> None:
    sold = a_numbered_invoice().snapshot
    sold = replace(
        sold,
        buyer=replace(sold.buyer, address=Address(country=buyer)),
        seller=replace(sold.seller, address=Address(country=seller)),
    )

    assert paper_for(sold) == paper
