"""Whether the sums by rate are those of the documents."""

from __future__ import annotations

from collections.abc import Iterator

from shared.usecases.export_year.totals import Period, Sums, Totals


def untied_sums(totals: Totals) -> Iterator[str]:
    """What does not agree, a sentence for each: totals.csv would not add up to index.csv."""
    by_rate: dict[Period, Sums] = {}
    for key, sums in totals.by_rate.items():
        whole = by_rate.setdefault(key.period, Sums())
        whole.add(sums.net_minor, sums.tax_minor, sums.stated_minor)
    for period in sorted(by_rate.keys() | totals.by_period.keys()):
        parts, whole = (sums.get(period, Sums()) for sums in (by_rate, totals.by_period))
        wrong = next(_differing(parts, whole), None)
        if wrong is not None:
            yield f"{period.month} {period.series} has other sums by rate than by document: {wrong}"


def _differing(parts: Sums, whole: Sums) -> Iterator[str]:
    if parts.net_minor != whole.net_minor:
        yield "net"
    if parts.tax_minor != whole.tax_minor:
        yield "tax"
    if parts.stated_minor != whole.stated_minor:
        yield "tax_in_tax_currency"
