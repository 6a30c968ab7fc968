"""A year's zip, read back as the accountant's programs would."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from shared.cli.main import main
from shared.domain.ids import OrderId
from tests.builders.purchases import receipted
from tests.builders.refunds import tell, to_rest
from tests.builders.stripe_events import a_refund_event
from tests.chaos.shop import Shop
from tests.cli.books import SoldBooks


@dataclass(frozen=True, slots=True)
class Exported:
    contents: dict[str, bytes]

    def table(self, name: str) -> list[dict[str, str]]:
        text = self.contents[f"{name}.csv"].decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @property
    def totals(self) -> dict[str, Any]:
        totals: dict[str, Any] = json.loads(self.contents["totals.json"])
        return totals

    def text(self, name: str) -> str:
        return self.contents[name].decode()


def export(books: SoldBooks, path: Path, *more: str, year: int = 2026) -> int:
    return main(["export", str(year), "--to", str(path), *more], books.open)


def read(path: Path) -> Exported:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return Exported({name: archive.read(name) for name in archive.namelist()})


def exported(books: SoldBooks, folder: Path, year: int = 2026) -> Exported:
    path = folder / "year.zip"
    assert export(books, path, year=year) == 0
    return read(path)


def books_of(shop: Shop) -> SoldBooks:
    return SoldBooks(shop.database, shop.archive, shop.clock.at)


def refunded(shop: Shop, amount_minor: int) -> OrderId:
    """The shop's first sale, of which so much went back."""
    order_id = receipted(shop)
    tell(shop, a_refund_event(amount_minor=amount_minor))
    to_rest(shop)
    return order_id
