"""`kvitto audit`: every invariant over everything that is stored."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from rich.text import Text

from shared.cli.cloud import Cloud, OpenCloud, Place
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.screen import Screen
from shared.domain.errors import Broken
from shared.usecases.audit.audit import Audit, Report
from shared.usecases.audit.books import NO_PATIENCE, Breach, Patience

EXAMPLES = """\
  kvitto audit
  kvitto audit --at-rest --json"""


def register(add_parser: AddParser) -> None:
    purpose = "Check every invariant of the books; exit 1 and name the ids if one is broken."
    parser = add_command(add_parser, "audit", purpose, EXAMPLES)
    parser.add_argument(
        "--at-rest",
        action="store_true",
        help="nothing is under way any more: count unfinished work as lost at once",
    )
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen, open_cloud: OpenCloud) -> int:
    patience = NO_PATIENCE if arguments.at_rest else Patience()
    with open_cloud(arguments.stack) as cloud:
        report = _audit(cloud, patience)
    if arguments.json:
        breaches = [asdict(breach) for breach in report.breaches]
        screen.say_json({"counts": report.counts, "breaches": breaches})
    else:
        _print(report, cloud.place, screen)
    return 1 if report.breaches else 0


def _audit(cloud: Cloud, patience: Patience) -> Report:
    try:
        return Audit(cloud.database, cloud.archive, cloud.now)(patience)
    except Broken as broken:
        # A record that contradicts itself cannot even be read; its sentence carries the ids.
        return Report((Breach("0 every record can be read", str(broken), ()),), {})


def _print(report: Report, place: Place, screen: Screen) -> None:
    screen.say(f"{place}")
    for what, count in report.counts.items():
        screen.say(f"{count:>9,}  {what}")
    screen.say()
    if not report.breaches:
        screen.say(Text("Every invariant holds.", "green"))
        return
    for breach in report.breaches:
        screen.say(_line(breach))
    screen.say()
    named = "1 breach" if len(report.breaches) == 1 else f"{len(report.breaches)} breaches"
    screen.say(Text(f"{named}; `kvitto explain ORDER` tells the story of an order.", "red"))


def _line(breach: Breach) -> Text:
    return Text.assemble(
        (breach.invariant, "bold red"), f": {breach.what}  ", (" ".join(breach.ids), "cyan")
    )
