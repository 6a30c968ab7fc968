"""How long the law wants a document kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.domain.invoice import InvoiceSnapshot
from shared.domain.retention import EVERYWHERE, RULES, kept_until, rule_for
from tests.builders.invoices import a_seller, an_invoice

TOPOLOGY = json.loads((Path(__file__).parents[2] / "emulators/topology.json").read_text("utf-8"))
(BUCKET_DAYS,) = (
    bucket["retention_seconds"] / 86400
    for bucket in TOPOLOGY["buckets"]
    if bucket["name"].endswith("-invoices")
)
"""What terraform plans unless `invoice_retention` says otherwise."""


def issued_in(country: str, tax_of: str = "") -> InvoiceSnapshot:
    seller = replace(a_seller(), address=replace(a_seller().address, country=country))
    snapshot = an_invoice(seller=seller).snapshot
    taxes = tuple(
        replace(row, treatment=replace(row.treatment, country=tax_of or country))
        for row in snapshot.taxes
    )
    return replace(snapshot, taxes=taxes)


def test_years_count_from_the_end_of_the_year_of_issue_at_the_sellers_place() -> None:
    until = kept_until(issued_in("SE"), 2026)

    assert until == datetime(2033, 12, 31, 23, tzinfo=UTC)  # midnight in Stockholm


def test_a_state_that_is_not_listed_gets_the_longest() -> None:
    assert rule_for(issued_in("XK")) is EVERYWHERE
    assert max(rule.years for rule in RULES.values()) <= EVERYWHERE.years


def test_tax_of_another_state_makes_it_ten_years() -> None:
    assert rule_for(issued_in("SE")).years == 7
    assert rule_for(issued_in("SE", tax_of="FI")).years == 10


@pytest.mark.parametrize("country", ["XK", *RULES])
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_what_terraform_sets_by_itself_is_enough_on_the_first_day_of_a_year(
    country: str, year: int
) -> None:
    first = datetime(year, 1, 1, tzinfo=UTC)

    assert (kept_until(issued_in(country), year) - first).days <= BUCKET_DAYS


def test_every_rule_says_where_it_comes_from() -> None:
    assert all(rule.source and rule.looked_up for rule in (EVERYWHERE, *RULES.values()))
