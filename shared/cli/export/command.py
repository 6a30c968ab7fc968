"""`kvitto export YEAR`: every document of a year, tied to the ledger, for the accountant."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.cli.cannot_run import CannotRun
from shared.cli.cloud import Cloud, OpenCloud
from shared.cli.export.bundle import write_bundle
from shared.cli.export.cells import amount
from shared.cli.export.downloads import WrongFile
from shared.cli.export.spool import Spool
from shared.cli.export.sums import sums_as_json, write_sums
from shared.cli.export.year_file import sha256_of
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.screen import Screen
from shared.usecases.export_year.read_year import ReadYear, YearRead

NAMED_MAX = 10
EXAMPLES = """\
  kvitto export 2026
  kvitto export 2026 --to books/2026.zip --json"""


def register(add_parser: AddParser) -> None:
    purpose = (
        "Write a year for the accountant: documents, index, and totals that tie to the ledger."
    )
    parser = add_command(add_parser, "export", purpose, EXAMPLES)
    parser.add_argument("year", metavar="YEAR", type=_year, help="of the date of issue")
    parser.add_argument("--to", type=Path, help="the zip to write (default: kvitto-YEAR.zip)")
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen, open_cloud: OpenCloud) -> int:
    path: Path = arguments.to or Path(f"kvitto-{arguments.year}.zip")
    if not path.parent.is_dir():
        raise CannotRun(f"{path.parent} is no folder")
    with (
        open_cloud(arguments.stack) as cloud,
        TemporaryDirectory(prefix="kvitto-export-") as folder,
    ):
        return _export(arguments, screen, cloud, path, Path(folder))


def _export(
    arguments: argparse.Namespace, screen: Screen, cloud: Cloud, path: Path, folder: Path
) -> int:
    with screen.notes.status(f"Reading {arguments.year} …"), Spool(folder) as spool:
        read = ReadYear(cloud.database, cloud.now)(arguments.year, spool)
    refusal = _refusal(read)
    if refusal is not None:
        screen.complain(f"kvitto: {refusal}; nothing was written")
        return 1
    write_sums(read, folder)
    try:
        with screen.notes.status(f"Writing {path} …"):
            write_bundle(path, read, spool, cloud.archive)
    except WrongFile as wrong:
        screen.complain(f"kvitto: {wrong}: run `kvitto audit`; nothing was written")
        return 1
    except OSError as error:
        raise CannotRun(f"{path} cannot be written: {error.strerror}") from error
    _tell(arguments, screen, read, path)
    return 0


def _refusal(read: YearRead) -> str | None:
    if not read.documents:
        return f"nothing was issued in {read.year}"
    if not read.untied:
        return None
    rest = len(read.untied) - NAMED_MAX
    more = f" and {rest} more" if rest > 0 else ""
    return f"documents and ledger differ: {', '.join(read.untied[:NAMED_MAX])}{more}"


def _tell(arguments: argparse.Namespace, screen: Screen, read: YearRead, path: Path) -> None:
    if arguments.json:
        file = {"file": str(path), "sha256": sha256_of(path)}
        screen.say_json(file | sums_as_json(read))
        return
    for warning in read.warnings:
        screen.complain(f"kvitto: {warning}")
    for kind, count in sorted(read.kinds.items()):
        screen.say(f"{count:>9,}  {kind.replace('_', ' ')}{'' if count == 1 else 's'}")
    for currency, sums in read.totals.by_currency().items():
        net, tax = amount(sums.net_minor, currency), amount(sums.tax_minor, currency)
        screen.say(f"{currency.upper()} net {net}, tax {tax}: as in the ledger")
    screen.say(f"{path}  sha256 {sha256_of(path)}")


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == len("2026")):
        raise argparse.ArgumentTypeError(f"{text} is not a year")
    return int(text)
