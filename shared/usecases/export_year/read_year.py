"""Read a year once: every document goes to a sink, and what is left are sums and doubts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.domain.numbering import SeriesHead
from shared.domain.parties import Seller
from shared.usecases.export_year.completeness import Completeness, warnings_of
from shared.usecases.export_year.issued import Issued, issued_in
from shared.usecases.export_year.sum_ties import untied_sums
from shared.usecases.export_year.ties import untied
from shared.usecases.export_year.totals import Totals
from shared.usecases.ports.database import Database
from shared.usecases.ports.world import Now

UNTIED_MAX = 1000  # then nobody reads on


@dataclass(slots=True)
class YearRead:
    year: int
    kinds: Counter[str] = field(default_factory=Counter)
    totals: Totals = field(default_factory=Totals)
    untied: list[str] = field(default_factory=list)  # sentences that begin with what they are of
    warnings: list[str] = field(default_factory=list)
    seller: Seller | None = None  # as on the last document

    @property
    def documents(self) -> int:
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class ReadYear:
    database: Database
    now: Now

    def __call__(self, year: int, sink: Callable[[Issued], None]) -> YearRead:
        read, completeness = YearRead(year), Completeness(year)
        for head in sorted(self.database.scan(SeriesHead), key=lambda head: head.id):
            completeness.begin()
            for issued in issued_in(self.database, head.id, year):
                _add(read, issued)
                completeness.add(issued)
                sink(issued)
            completeness.end(head)
        if not read.untied:
            read.untied.extend(untied_sums(read.totals))
        if read.documents:
            read.warnings.extend(warnings_of(completeness, self.database, self.now()))
        return read


def _add(read: YearRead, issued: Issued) -> None:
    read.kinds[issued.document.snapshot.kind.value] += 1
    read.totals.add(issued)
    read.seller = issued.document.snapshot.seller
    why = untied(issued)
    if why is not None and len(read.untied) < UNTIED_MAX:
        read.untied.append(f"{issued.number} {why}")
