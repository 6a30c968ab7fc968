"""Sums by month, series, currency and rate, and the ledger's own beside them. Minor units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from shared.domain.ledger import Account
from shared.usecases.export_year.issued import Issued
from shared.usecases.export_year.ties import booked_minor


class Period(NamedTuple):
    month: str  # 2026-11
    series: str
    currency: str


class RateKey(NamedTuple):
    period: Period
    country: str  # whose tax
    category: str  # EN 16931
    percent: Decimal


@dataclass(slots=True)
class Sums:
    documents: int = 0
    net_minor: int = 0
    tax_minor: int = 0

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.tax_minor

    def add(self, net_minor: int, tax_minor: int) -> None:
        self.documents += 1
        self.net_minor += net_minor
        self.tax_minor += tax_minor


@dataclass(slots=True)
class Booked:
    """What the ledger earned, owes and received over the same documents."""

    sales_minor: int = 0
    vat_minor: int = 0
    received_minor: int = 0


@dataclass(slots=True)
class Totals:
    by_rate: dict[RateKey, Sums] = field(default_factory=dict)
    by_period: dict[Period, Sums] = field(default_factory=dict)
    booked: dict[Period, Booked] = field(default_factory=dict)

    def add(self, issued: Issued) -> None:
        snapshot, sign = issued.document.snapshot, issued.sign
        month = f"{issued.issue_date:%Y-%m}"
        period = Period(month, issued.document.series, snapshot.total.currency)
        for key, net_minor, tax_minor in _rates(period, issued):
            self.by_rate.setdefault(key, Sums()).add(net_minor, tax_minor)
        whole = self.by_period.setdefault(period, Sums())
        whole.add(sign * snapshot.net.minor, sign * snapshot.tax.minor)
        booked = self.booked.setdefault(period, Booked())
        booked.sales_minor -= booked_minor(issued, Account.SALES)
        booked.vat_minor -= booked_minor(issued, Account.VAT)
        booked.received_minor += booked_minor(issued, Account.STRIPE)

    def by_currency(self) -> dict[str, Sums]:
        sums: dict[str, Sums] = {}
        for period, part in sorted(self.by_period.items()):
            whole = sums.setdefault(period.currency, Sums())
            whole.documents += part.documents
            whole.net_minor += part.net_minor
            whole.tax_minor += part.tax_minor
        return sums


def _rates(period: Period, issued: Issued) -> Iterator[tuple[RateKey, int, int]]:
    """One per rate, though two exemptions of one category are two rows on the document."""
    rows: dict[RateKey, tuple[int, int]] = {}
    for row in issued.document.snapshot.taxes:
        treatment = row.treatment
        percent = treatment.percent.normalize()
        key = RateKey(period, treatment.country, treatment.category.value, percent)
        net_minor, tax_minor = rows.get(key, (0, 0))
        rows[key] = (net_minor + row.net.minor, tax_minor + row.tax.minor)
    for key, (net_minor, tax_minor) in rows.items():
        yield key, issued.sign * net_minor, issued.sign * tax_minor
