"""Tax that others worked out is held to what can be known of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.catalog import TaxedBy
from shared.domain.invoice import Invoice
from shared.domain.invoice_lines import InvoiceLine, taxes_of
from shared.domain.money import Money
from shared.domain.parties import Regime
from shared.domain.tax import TaxCategory, TaxTreatment
from shared.usecases.audit.books import NO_PATIENCE, Patience
from tests.builders.invoices import a_seller
from tests.builders.purchases import a_shop, paid
from tests.usecases.audit.books import Books


def taxed_by_the_provider(**changes: Any) -> list[str]:
    """The first sale with a changed line, and what the audit says of it."""
    books = Books()
    books.change_order(taxed_by=TaxedBy.PROVIDER)
    snapshot = books.mine(Invoice).snapshot
    line: InvoiceLine = replace(snapshot.lines[0], **changes)
    books.change(Invoice, snapshot=replace(snapshot, lines=(line,), taxes=taxes_of((line,))))
    return [breach.what for breach in books.shop.audit(NO_PATIENCE).breaches]


def treated(category: TaxCategory, percent: str) -> TaxTreatment:
    return TaxTreatment(category=category, percent=Decimal(percent), country="DE")


def test_a_line_may_contain_another_countrys_tax_but_not_more_of_it_than_its_rate_gives() -> None:
    german = treated(TaxCategory.STANDARD, "19")

    right = taxed_by_the_provider(treatment=german, tax=Money(7_97, "eur"))
    wrong = taxed_by_the_provider(treatment=german, tax=Money(8_97, "eur"))

    assert "a line contains more tax than its rate gives" not in right
    assert "a line contains more tax than its rate gives" in wrong
    assert "the invoice has other lines than its order" not in right


@pytest.mark.parametrize("category", [TaxCategory.REVERSE_CHARGE, TaxCategory.EXPORT])
def test_a_line_without_tax_contains_none(category: TaxCategory) -> None:
    wrong = taxed_by_the_provider(treatment=treated(category, "0"))

    assert "a line contains more tax than its rate gives" in wrong


def test_a_line_is_one_that_was_ordered_whoever_taxes_it() -> None:
    wrong = taxed_by_the_provider(quantity=7)

    assert "the invoice has other lines than its order" in wrong


def test_the_books_of_a_small_business_are_sound() -> None:
    shop = a_shop()
    seller = replace(a_seller(), vat_id="", tax_number="1", regime=Regime.SMALL_BUSINESS)
    apply = replace(shop.receive_stripe.apply, seller=seller)
    shop.receive_stripe = replace(shop.receive_stripe, apply=apply)

    paid(shop)

    assert shop.audit(Patience()).breaches == ()
