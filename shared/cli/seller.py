"""`kvitto seller check`: what is missing before documents may be issued in this name."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from shared.cli.cannot_run import CannotRun
from shared.cli.grammar import AddParser, add_command
from shared.cli.screen import Screen
from shared.domain.parties import Seller
from shared.domain.seller_rules import Lack, lacks_of

FILE = Path("functions/payment_processor/seller.json")
EXAMPLES = f"""\
  kvitto seller check
  kvitto seller check {FILE} --json"""


def register(add_parser: AddParser) -> None:
    purpose = "Check the seller's profile; exit 1 and name what is missing."
    parser = add_command(add_parser, "seller", purpose, EXAMPLES)
    parser.add_argument("action", choices=["check"])
    parser.add_argument("file", nargs="?", type=Path, default=FILE)


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    lacks = _lacks(arguments.file)
    if arguments.json:
        screen.say_json({"lacks": [asdict(lack) for lack in lacks]})
    elif not lacks:
        screen.say(f"{arguments.file}: documents may be issued in this name")
    else:
        for lack in lacks:
            screen.say(f"{lack.where}: {lack.remedy}")
    return 1 if lacks else 0


def _lacks(file: Path) -> tuple[Lack, ...]:
    try:
        seller = TypeAdapter(Seller).validate_json(file.read_bytes())
    except OSError as error:
        raise CannotRun(f"{file} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        return tuple(
            Lack(".".join(map(str, found["loc"])) or "file", found["msg"])
            for found in error.errors()
        )
    return lacks_of(seller)
