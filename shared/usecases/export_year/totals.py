"""Sums by month, series, currency and rate, and the ledger's own beside them. Minor units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from shared.domain.ledger import Account
from shared.usecases.export_year.issued import Issued
from shared.usecases.export_year.stated_tax import stated_parts, stated_tax
from shared.usecases.export_year.ties import booked_minor


class Period(NamedTuple):
    month: str  # 2026-11
    series: str
    currency: str
    tax_currency: str  # of the state that the tax is owed to


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
    stated_minor: int = 0  # the tax in its tax currency

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.tax_minor

    def add(self, net_minor: int, tax_minor: int, stated_minor: int) -> None:
        self.documents += 1
        self.net_minor += net_minor
        self.tax_minor += tax_minor
        self.stated_minor += stated_minor


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
        stated, currency = stated_tax(snapshot), snapshot.total.currency
        period = Period(month, issued.document.series, currency, stated.currency)
        for key, minor in _rates(period, issued).items():
            self.by_rate.setdefault(key, Sums()).add(*(sign * part for part in minor))
        whole = self.by_period.setdefault(period, Sums())
        whole.add(*(sign * part.minor for part in (snapshot.net, snapshot.tax, stated)))
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

    def by_tax_currency(self) -> dict[str, int]:
        """What is owed in each, in its minor units."""
        owed: Counter[str] = Counter()
        for period, part in self.by_period.items():
            owed[period.tax_currency] += part.stated_minor
        return dict(sorted(owed.items()))


def _rates(period: Period, issued: Issued) -> dict[RateKey, tuple[int, int, int]]:
    """Net, tax and stated tax of each rate, though two exemptions of one category are two rows."""
    rates: dict[RateKey, tuple[int, int, int]] = {}
    snapshot = issued.document.snapshot
    for row, stated in zip(snapshot.taxes, stated_parts(snapshot), strict=True):
        treatment = row.treatment
        percent = treatment.percent.normalize()
        key = RateKey(period, treatment.country, treatment.category.value, percent)
        net, tax, owed = rates.get(key, (0, 0, 0))
        rates[key] = (net + row.net.minor, tax + row.tax.minor, owed + stated.minor)
    return rates
