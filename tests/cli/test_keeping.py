"""What the register says of keeping, and what the bucket that Terraform plans does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.cli.law.keeping import keeping_law
from shared.domain.retention import EVERYWHERE, kept_until
from tests.builders.invoices import a_seller, an_invoice

TOPOLOGY = json.loads((Path(__file__).parents[2] / "emulators/topology.json").read_text("utf-8"))
(BUCKET_DAYS,) = (
    bucket["retention_seconds"] / 86400
    for bucket in TOPOLOGY["buckets"]
    if bucket["name"].endswith("-invoices")
)
"""What Terraform plans unless `invoice_retention` says otherwise."""

LAW = keeping_law()


def test_nowhere_is_it_longer_than_where_we_know_nothing() -> None:
    assert max(rule.years for rule in LAW.values()) <= EVERYWHERE.years


@pytest.mark.parametrize("country", ["XK", *LAW])
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_what_terraform_plans_is_enough_on_the_first_day_of_a_year(country: str, year: int) -> None:
    seller = replace(a_seller(), address=replace(a_seller().address, country=country))
    snapshot = an_invoice(seller=seller).snapshot
    first = datetime(year, 1, 1, tzinfo=UTC)

    assert (kept_until(snapshot, year, LAW) - first).days <= BUCKET_DAYS
