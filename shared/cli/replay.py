"""`kvitto replay`: what nobody could handle, and publishing it again once its cause is mended."""

from __future__ import annotations

import argparse
import re
from typing import Any

from shared.cli.backoffice import Backoffice, RefusedByBackoffice, open_backoffice
from shared.cli.cannot_run import CannotRun
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.screen import Screen

EXAMPLES = """\
  kvitto replay
  kvitto replay 5d0c1d1e8f4b4c8e9a630a2c7b0f3f11
  kvitto replay --all"""

_LETTER = re.compile(r"[0-9a-f]{32}")


def register(add_parser: AddParser) -> None:
    purpose = "List the dead letters that wait for a person, and publish them again."
    parser = add_command(add_parser, "replay", purpose, EXAMPLES)
    parser.add_argument("letters", nargs="*", metavar="LETTER", help="ids, as listed without any")
    parser.add_argument("--all", action="store_true", help="every letter that waits")
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    if arguments.all and arguments.letters:
        raise CannotRun("Give letters or --all, not both")
    if wrong := [text for text in arguments.letters if not _LETTER.fullmatch(text)]:
        raise CannotRun(f"{wrong[0]!r} is no letter: `kvitto replay` lists them")
    backoffice = open_backoffice(arguments.stack)
    if not arguments.all and not arguments.letters:
        return _list(_waiting(backoffice), screen, as_json=arguments.json)
    chosen = arguments.letters or [letter["id"] for letter in _waiting(backoffice)]
    return _replay(backoffice, chosen, screen, as_json=arguments.json)


def _waiting(backoffice: Backoffice) -> list[dict[str, Any]]:
    try:
        letters: list[dict[str, Any]] = backoffice.dead_letters()["letters"]
    except RefusedByBackoffice as refusal:
        raise CannotRun(f"The backoffice does not show its letters: {refusal}") from refusal
    return letters


def _list(letters: list[dict[str, Any]], screen: Screen, *, as_json: bool) -> int:
    if as_json:
        screen.say_json({"letters": letters})
    elif not letters:
        screen.say("No letter waits.")
    else:
        for letter in letters:
            screen.say(f"{letter['id']}  {letter['kept_at'][:19]}  {letter['event'] or '-'}")
            screen.say(f"    {letter['source']}: {letter['reason']}")
        screen.say("Mend the cause, then `kvitto replay LETTER…`, or --all.")
    return 1 if letters else 0


def _replay(backoffice: Backoffice, letters: list[str], screen: Screen, *, as_json: bool) -> int:
    done: list[str] = []
    refused: dict[str, str] = {}
    for letter in letters:
        try:
            backoffice.replay(letter)
        except RefusedByBackoffice as refusal:
            refused[letter] = str(refusal)
        else:
            done.append(letter)
    if as_json:
        screen.say_json({"replayed": done, "refused": refused})
    else:
        if done or not refused:
            screen.say(f"{len(done)} published again; what fails once more comes back to this list")
        for why in refused.values():
            screen.complain(f"kvitto: not replayed: {why}")
    return 1 if refused else 0
