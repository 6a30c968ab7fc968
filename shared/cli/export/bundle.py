"""What goes into the year's zip, in the order of the names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from shared.cli.export.downloads import downloads
from shared.cli.export.readme import readme
from shared.cli.export.spool import Spool
from shared.cli.export.year_file import new_year_file, sha256_of
from shared.usecases.export_year.read_year import YearRead
from shared.usecases.ports.archive import Archive

README, CHECKSUMS = "README.txt", "SHA256SUMS"
TABLES = (
    "index.csv",
    "journal.csv",
    "reconciliation.csv",
    "taxes.csv",
    "totals.csv",
    "totals.json",
)


def write_bundle(path: Path, read: YearRead, spool: Spool, archive: Archive) -> None:
    """`spool` is closed, and its folder holds every table. `WrongFile` leaves no file behind."""
    text = readme(read).encode()
    checksums = spool.folder / CHECKSUMS
    with checksums.open("w", encoding="utf-8", newline="") as lines:
        lines.writelines(_checksums(text, spool))
    with new_year_file(path) as year_file:
        year_file.add(README, text)
        year_file.add_file(CHECKSUMS, checksums)
        for file, content in downloads(archive, spool.files()):
            year_file.add(file.zip_name, content)
        for name in TABLES:
            year_file.add_file(name, spool.folder / name)


def _checksums(text: bytes, spool: Spool) -> Iterator[str]:
    """As `sha256sum` checks them. Of documents, the hash on record: downloads are held to it."""
    yield f"{hashlib.sha256(text).hexdigest()}  {README}\n"
    for file in spool.files():
        yield f"{file.sha256}  {file.zip_name}\n"
    for name in TABLES:
        yield f"{sha256_of(spool.folder / name)}  {name}\n"
