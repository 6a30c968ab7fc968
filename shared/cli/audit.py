"""`kvitto audit`: every invariant over everything that is stored."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from rich.text import Text

from shared.adapters.einvoice.reading import said_in_xml
from shared.cli.cloud import Cloud, OpenCloud, Place
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.law.keeping import keeping_law
from shared.cli.screen import Screen
from shared.usecases.audit.audit import Audit, Report
from shared.usecases.audit.books import NO_PATIENCE, Breach, Patience
from shared.usecases.audit.scope import Scope

EXAMPLES = """\
  kvitto audit
  kvitto audit --at-rest --json
  kvitto audit --documents all"""

IN_DAYS = {"all": 1, "share": 30, "none": 0}


def register(add_parser: AddParser) -> None:
    purpose = "Check every invariant of the books; exit 1 and name the ids if one is broken."
    parser = add_command(add_parser, "audit", purpose, EXAMPLES)
    parser.add_argument(
        "--at-rest",
        action="store_true",
        help="nothing is under way any more: count unfinished work as lost at once",
    )
    parser.add_argument(
        "--documents",
        choices=IN_DAYS,
        help="whose bytes are read and hashed: all, a share (a thirtieth, another one every day),"
        " or none (default: all of the local stack's, a share of a deployment's)",
    )
    parser.add_argument(
        "--no-retention",
        action="store_true",
        help="a trial: do not ask how long the bucket keeps the documents",
    )
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen, open_cloud: OpenCloud) -> int:
    patience = NO_PATIENCE if arguments.at_rest else Patience()
    with open_cloud(arguments.stack) as cloud:
        report = _audit(cloud, patience, _scope(arguments, cloud.place))
    if arguments.json:
        breaches = [asdict(breach) for breach in report.breaches]
        screen.say_json({"counts": report.counts, "breaches": breaches})
    else:
        _print(report, cloud.place, screen)
    return 1 if report.breaches else 0


def _scope(arguments: argparse.Namespace, place: Place) -> Scope:
    documents = arguments.documents or ("all" if place.stack else "share")
    return Scope(
        contents_in_days=IN_DAYS[documents],
        is_retained=not arguments.no_retention,
        law=keeping_law(),
    )


def _audit(cloud: Cloud, patience: Patience, scope: Scope) -> Report:
    return Audit(cloud.database, cloud.archive, cloud.now, said_in_xml)(patience, scope)


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
