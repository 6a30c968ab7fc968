"""CSV that spreadsheets open as text and numbers, and never as formulas. RFC 4180, UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from shared.domain.money import CURRENCIES, Money

Cell = str | int | Money | None

# A cell that begins with one of these is a formula to some spreadsheet; the last four are the
# full-width forms. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant


def defused(text: str) -> str:
    """Text of other people's, behind an apostrophe where it would be a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def amount(minor: int, currency: str) -> str:
    """`-49.90`: our own numbers are no formulas, whatever they begin with."""
    digits = CURRENCIES[currency].exponent
    return f"{Money(minor, currency).decimal():.{digits}f}"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return amount(cell.minor, cell.currency)
    return defused(cell) if isinstance(cell, str) else str(cell)


class Table:
    """A CSV file with a head, written row by row."""

    def __init__(self, path: Path, columns: Iterable[str]) -> None:
        # With a byte order mark: without one, Excel reads UTF-8 as something else.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._columns = tuple(columns)
        self._rows = csv.writer(self._file)
        self._rows.writerow(self._columns)

    def add(self, **cells: Cell) -> None:
        """One cell for each column, by its name."""
        if cells.keys() != set(self._columns):
            raise ValueError(f"columns {sorted(set(self._columns) ^ cells.keys())}")
        self._rows.writerow([_written(cells[column]) for column in self._columns])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._file.close()
