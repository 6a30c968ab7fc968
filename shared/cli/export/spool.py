"""The tables of a year and the list of its files, on disk: a year need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from shared.cli.export.cells import Table
from shared.cli.export.columns import INDEX, JOURNAL, TAXES
from shared.cli.export.rows import index_row, journal_rows, tax_rows, zip_name
from shared.domain.file_names import PDF, XML
from shared.usecases.export_year.issued import Issued


@dataclass(frozen=True, slots=True)
class ListedFile:
    archive_name: str
    zip_name: str
    sha256: str


class Spool:
    """Call it with every document; closed, it is read once for each file of the year."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()
        self._index = self._table("index.csv", INDEX)
        self._taxes = self._table("taxes.csv", TAXES)
        self._journal = self._table("journal.csv", JOURNAL)
        self._listed = folder / "files.txt"
        self._files = self._open.enter_context(self._listed.open("w", encoding="utf-8"))

    def __call__(self, issued: Issued) -> None:
        self._index.add(**index_row(issued))
        for tax in tax_rows(issued):
            self._taxes.add(**tax)
        for posting in journal_rows(issued):
            self._journal.add(**posting)
        document = issued.document
        for ending, file in ((PDF, document.document), (XML, document.peppol)):
            if file is not None:
                line = (file.name, zip_name(document, ending), file.sha256)
                self._files.write(" ".join(line) + "\n")

    def files(self) -> Iterator[ListedFile]:
        """In the order of their names."""
        with self._listed.open(encoding="utf-8") as lines:
            for line in lines:
                yield ListedFile(*line.split())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def _table(self, name: str, columns: tuple[str, ...]) -> Table:
        return self._open.enter_context(Table(self.folder / name, columns))
