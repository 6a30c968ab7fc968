"""`kvitto doctor`: what is wrong with a deployment, or with the local stack, and what mends it."""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from shared.cli.cannot_run import CannotRun
from shared.cli.doctor.diagnosis import Diagnosis
from shared.cli.doctor.finding import Severity
from shared.cli.grammar import AddParser, add_command
from shared.cli.screen import Screen
from shared.cli.stack import STACK_FILE

EXAMPLES = """\
  kvitto doctor
  terraform -chdir=terraform show -json > wiring.json && kvitto doctor --wiring wiring.json"""

_COLOURS = {Severity.BROKEN: "bold red", Severity.RISK: "yellow", Severity.UNSEEN: "dim"}


def register(add_parser: AddParser) -> None:
    purpose = "Look for the mistakes people make, and name what mends each."
    parser = add_command(add_parser, "doctor", purpose, EXAMPLES)
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--wiring",
        type=Path,
        metavar="FILE",
        help="examine a deployment: what `terraform show -json` says of it",
    )
    where.add_argument(
        "--stack", type=Path, help=f"the local stack's own description (default: {STACK_FILE})"
    )


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    diagnosis, place = _diagnosis(arguments)
    if diagnosis.is_blind:
        raise CannotRun(f"{place} could not be looked at: {diagnosis.findings[0].what}")
    if arguments.json:
        screen.say_json({"place": place, **asdict(diagnosis)})
    else:
        _print(diagnosis, place, screen)
    return 1 if diagnosis.findings else 0


def _diagnosis(arguments: argparse.Namespace) -> tuple[Diagnosis, str]:
    # Google's clients take a second or two to import, which `--help` need not wait for.
    from shared.cli.doctor.visit import visit  # noqa: PLC0415 - the comment above says why

    with ExitStack() as opened:
        return visit(arguments.wiring, arguments.stack or STACK_FILE, time.monotonic, opened)


def _print(diagnosis: Diagnosis, place: str, screen: Screen) -> None:
    screen.say(place)
    looked_at = ", ".join(_counted(count, what) for what, count in diagnosis.looked_at.items())
    screen.say(Text(f"looked at {looked_at} in {diagnosis.took_seconds:.1f} s", "dim"))
    screen.say()
    if not diagnosis.findings:
        screen.say(Text("Nothing is wrong.", "green"))
        return
    order = list(Severity)
    for one in sorted(diagnosis.findings, key=lambda one: (order.index(one.severity), one.id)):
        label = (f"{one.severity:<6}  {one.id}: ", _COLOURS[one.severity])
        screen.say(Text.assemble(label, one.what, (f" → {one.fix}", "cyan")))
    screen.say()
    screen.say(Text(_counted(len(diagnosis.findings), "finding"), "red"))


def _counted(count: int, what: str) -> str:
    """`kind of record` → `5 kinds of record`."""
    noun, of, rest = what.partition(" of ")
    if count != 1:
        noun = f"{noun.removesuffix('y')}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun}{of}{rest}"
