"""Books with sold orders in them, as the functions left them, and the way `kvitto` opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from shared.cli.cloud import Cloud, Place
from shared.domain.order import Order
from shared.usecases.ports.database import Put, Record
from tests.chaos.faults import Faults
from tests.chaos.run import Run
from tests.chaos.stories import sales
from tests.fakes.archive import MemoryArchive
from tests.fakes.database import MemoryDatabase
from tests.fakes.world import NOON


@dataclass(slots=True)
class SoldBooks:
    database: MemoryDatabase
    archive: MemoryArchive
    at: datetime = NOON
    opened: list[Path | None] = field(default_factory=list)

    @property
    def orders(self) -> list[Order]:
        return list(self.database.scan(Order))

    def spoil(self, record: Record) -> None:
        """Write what no function of ours would."""
        self.database.commit([Put(record)])

    @contextmanager
    def open(self, stack_path: Path | None) -> Iterator[Cloud]:
        self.opened.append(stack_path)
        place = Place("kvitto-test", "commerce", "invoices")
        yield Cloud(place, self.database, self.archive, lambda: self.at)


def sold_books(orders: int = 1) -> SoldBooks:
    run = Run(Faults(), sales(orders))
    run.to_rest()
    return SoldBooks(run.shop.database, run.shop.archive, run.shop.clock.at)
