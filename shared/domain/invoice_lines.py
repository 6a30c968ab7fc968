"""The lines of a document with their tax, and the summary that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.domain.allocation import allocate
from shared.domain.catalog import PricedLine
from shared.domain.money import Money, tax_inside, zero
from shared.domain.parties import Regime
from shared.domain.tax import TaxTreatment, catalog_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    sku: str
    name: str
    description: str
    quantity: int
    unit: Money  # per piece before any discount, tax included
    gross: Money  # what was charged for the line, tax included
    tax: Money  # contained in it
    treatment: TaxTreatment
    full: Money | None = None  # before any discount, where it is not `quantity` times `unit`

    @property
    def net(self) -> Money:
        return self.gross - self.tax

    @property
    def discount(self) -> Money:
        """What was taken off, tax included."""
        return (self.full or self.unit.times(self.quantity)) - self.gross


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One row of the tax summary: all lines of one treatment."""

    treatment: TaxTreatment
    net: Money
    tax: Money


def invoice_lines(
    sold: Sequence[PricedLine], country: str, regime: Regime = Regime.STANDARD
) -> tuple[InvoiceLine, ...]:
    """Lines at the catalog's rates. Tax is rounded once per rate, then split over its lines."""
    treatments = [catalog_rate(line.vat_percent, country, regime) for line in sold]
    taxes = _tax_per_line(sold, [treatment.percent for treatment in treatments])
    return tuple(
        InvoiceLine(
            sku=line.sku,
            name=line.name,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            gross=line.total,
            tax=tax,
            treatment=treatment,
        )
        for line, tax, treatment in zip(sold, taxes, treatments, strict=True)
    )


def taxes_of(lines: Sequence[InvoiceLine]) -> tuple[TaxLine, ...]:
    """One row per treatment, the highest rate first."""
    nothing = zero(lines[0].gross.currency)
    rows: dict[TaxTreatment, TaxLine] = {}
    for line in lines:
        row = rows.get(line.treatment, TaxLine(line.treatment, nothing, nothing))
        rows[line.treatment] = TaxLine(line.treatment, row.net + line.net, row.tax + line.tax)
    return tuple(sorted(rows.values(), key=lambda row: row.treatment.order))


def _tax_per_line(sold: Sequence[PricedLine], percents: Sequence[Decimal]) -> list[Money]:
    currency = sold[0].unit.currency
    taxes = [zero(currency)] * len(sold)
    places_of: dict[Decimal, list[int]] = {}
    for place, percent in enumerate(percents):
        places_of.setdefault(percent, []).append(place)
    for percent, places in places_of.items():
        gross = [sold[place].total.minor for place in places]
        tax = tax_inside(Money(sum(gross), currency), percent)
        for place, minor in zip(places, allocate(tax.minor, gross), strict=True):
            taxes[place] = Money(minor, currency)
    return taxes
