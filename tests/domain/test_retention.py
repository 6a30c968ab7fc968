"""How long the law wants a document kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.invoice import InvoiceSnapshot
from shared.domain.retention import EVERYWHERE, KeepingRule, kept_until, rule_for
from tests.builders.invoices import a_seller, an_invoice

LAW = {"SE": KeepingRule(7, "7 kap. 2 § bokföringslagen")}


def issued_in(country: str, tax_of: str = "") -> InvoiceSnapshot:
    seller = replace(a_seller(), address=replace(a_seller().address, country=country))
    snapshot = an_invoice(seller=seller).snapshot
    taxes = tuple(
        replace(row, treatment=replace(row.treatment, country=tax_of or country))
        for row in snapshot.taxes
    )
    return replace(snapshot, taxes=taxes)


def test_years_count_from_the_end_of_the_year_of_issue_at_the_sellers_place() -> None:
    until = kept_until(issued_in("SE"), 2026, LAW)

    assert until == datetime(2033, 12, 31, 23, tzinfo=UTC)  # midnight in Stockholm


def test_a_state_that_is_not_listed_gets_the_longest() -> None:
    assert rule_for(issued_in("XK"), LAW) is EVERYWHERE


def test_tax_of_another_state_makes_it_ten_years() -> None:
    assert rule_for(issued_in("SE"), LAW).years == 7
    assert rule_for(issued_in("SE", tax_of="FI"), LAW).years == 10
