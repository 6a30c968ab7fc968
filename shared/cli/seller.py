"""`kvitto seller check`: what is missing before documents may be issued, and what else to do."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from shared.adapters.merchant_files import misspelt_in_seller
from shared.cli.cannot_run import CannotRun
from shared.cli.grammar import AddParser, add_command
from shared.cli.law.remarks import Remark, remarks_on
from shared.cli.screen import Screen
from shared.cli.seller_catalog import CATALOG, lacks_with_catalog
from shared.domain.parties import Seller
from shared.domain.seller_rules import Lack, lacks_of

FILE = Path("functions/payment_processor/seller.json")
EXAMPLES = f"""\
  kvitto seller check
  kvitto seller check {FILE} --json"""


def register(add_parser: AddParser) -> None:
    purpose = "Check the seller's profile: what is missing (exit 1), what its state wants besides."
    parser = add_command(add_parser, "seller", purpose, EXAMPLES)
    parser.add_argument("action", choices=["check"])
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--catalog", type=Path, help=f"what is sold; {CATALOG} if it is there")


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    lacks, remarks = _examined(arguments.file, arguments.catalog)
    if arguments.json:
        found = {"lacks": [*map(asdict, lacks)], "remarks": [*map(asdict, remarks)]}
        screen.say_json(found)
        return 1 if lacks else 0
    if not lacks:
        screen.say(f"{arguments.file}: documents may be issued in this name")
    for lack in lacks:
        screen.say(f"{lack.where}: {lack.remedy}")
    if remarks:
        screen.say("What you must see to yourself (docs/merchants.md):")
    for remark in remarks:
        screen.say(f"- {remark.about}: {remark.says}")
    return 1 if lacks else 0


def _examined(file: Path, catalog: Path | None) -> tuple[tuple[Lack, ...], tuple[Remark, ...]]:
    try:
        content = file.read_bytes()
        misspelt = misspelt_in_seller(content)
        seller = TypeAdapter(Seller).validate_json(content)
    except OSError as error:
        raise CannotRun(f"{file} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        return (*misspelt, *(_lack(found) for found in error.errors())), ()
    except ValueError as error:
        return (Lack("file", f"not JSON: {error}"),), ()
    lacks = (*misspelt, *lacks_of(seller), *lacks_with_catalog(seller, catalog))
    return lacks, remarks_on(seller)


def _lack(found: ErrorDetails) -> Lack:
    return Lack(".".join(map(str, found["loc"])) or "file", found["msg"])
