"""The sums of a year: as tables for people, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.cli.export.cells import Cell, Table
from shared.cli.export.columns import RECONCILIATION, TOTALS
from shared.domain.money import Money
from shared.usecases.export_year.read_year import YearRead
from shared.usecases.export_year.totals import Booked, Period, Sums

FORMAT = "kvitto.export.v1"


def write_sums(read: YearRead, folder: Path) -> None:
    with Table(folder / "totals.csv", TOTALS) as table:
        for key, sums in sorted(read.totals.by_rate.items()):
            table.add(
                month=key.period.month,
                series=key.period.series,
                currency=key.period.currency.upper(),
                tax_country=key.country,
                category=key.category,
                percent=f"{key.percent:f}",
                documents=sums.documents,
                net=Money(sums.net_minor, key.period.currency),
                tax=Money(sums.tax_minor, key.period.currency),
                gross=Money(sums.gross_minor, key.period.currency),
                **_stated(key.period, sums),
            )
    with Table(folder / "reconciliation.csv", RECONCILIATION) as table:
        for period, sums in sorted(read.totals.by_period.items()):
            booked, currency = read.totals.booked[period], period.currency
            table.add(
                month=period.month,
                series=period.series,
                currency=currency.upper(),
                documents=sums.documents,
                net=Money(sums.net_minor, currency),
                ledger_sales=Money(booked.sales_minor, currency),
                tax=Money(sums.tax_minor, currency),
                ledger_vat=Money(booked.vat_minor, currency),
                gross=Money(sums.gross_minor, currency),
                ledger_received=Money(booked.received_minor, currency),
                difference=Money(_difference(sums, booked), currency),
                **_stated(period, sums),
            )
    text = json.dumps(sums_as_json(read), ensure_ascii=False, indent=2)
    (folder / "totals.json").write_text(text + "\n", encoding="utf-8", newline="")


def sums_as_json(read: YearRead) -> dict[str, Any]:
    """Amounts are minor units."""
    return {
        "format": FORMAT,
        "year": read.year,
        "documents": dict(sorted(read.kinds.items())),
        "warnings": read.warnings,
        "currencies": {
            currency: _minor(sums) for currency, sums in read.totals.by_currency().items()
        },
        "tax_currencies": {
            currency: {"tax_in_tax_currency_minor": minor}
            for currency, minor in read.totals.by_tax_currency().items()
        },
        "rates": list(_rates(read)),
        "periods": list(_periods(read)),
    }


def _rates(read: YearRead) -> Iterator[dict[str, Any]]:
    for key, sums in sorted(read.totals.by_rate.items()):
        yield {
            **key.period._asdict(),
            "tax_country": key.country,
            "category": key.category,
            "percent": f"{key.percent:f}",
            **_minor(sums),
            "tax_in_tax_currency_minor": sums.stated_minor,
        }


def _periods(read: YearRead) -> Iterator[dict[str, Any]]:
    for period, sums in sorted(read.totals.by_period.items()):
        booked = read.totals.booked[period]
        yield {
            **period._asdict(),
            **_minor(sums),
            "tax_in_tax_currency_minor": sums.stated_minor,
            "ledger_sales_minor": booked.sales_minor,
            "ledger_vat_minor": booked.vat_minor,
            "ledger_received_minor": booked.received_minor,
        }


def _stated(period: Period, sums: Sums) -> dict[str, Cell]:
    return {
        "tax_currency": period.tax_currency.upper(),
        "tax_in_tax_currency": Money(sums.stated_minor, period.tax_currency),
    }


def _minor(sums: Sums) -> dict[str, int]:
    return {
        "documents": sums.documents,
        "net_minor": sums.net_minor,
        "tax_minor": sums.tax_minor,
        "gross_minor": sums.gross_minor,
    }


def _difference(sums: Sums, booked: Booked) -> int:
    """0, or nothing is exported."""
    return (
        abs(sums.net_minor - booked.sales_minor)
        + abs(sums.tax_minor - booked.vat_minor)
        + abs(sums.gross_minor - booked.received_minor)
    )
