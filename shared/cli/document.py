"""`kvitto document preview`: what buyers will get, before any of them does."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from shared.cli.cannot_run import CannotRun
from shared.cli.grammar import AddParser, add_command
from shared.cli.screen import Screen
from shared.cli.seller import FILE as SELLER

BRAND = Path("functions/invoice_generator/brand")
EXAMPLES = """\
  kvitto document preview
  kvitto document preview --language de --language ar --png"""


def register(add_parser: AddParser) -> None:
    purpose = "Print samples of every kind of document from the seller's profile."
    parser = add_command(add_parser, "document", purpose, EXAMPLES)
    parser.add_argument("action", choices=["preview"])
    parser.add_argument("--seller", type=Path, default=SELLER, help=f"default: {SELLER}")
    parser.add_argument("--brand", type=Path, default=BRAND, help=f"default: {BRAND}")
    parser.add_argument("--to", type=Path, default=Path("preview"), help="the folder to write to")
    parser.add_argument(
        "--language", action="append", help="a language tag; more than once (default: all)"
    )
    parser.add_argument(
        "--rates", nargs=2, default=("20", "10"), metavar="PERCENT", help="two rates of your tax"
    )
    parser.add_argument("--png", action="store_true", help="also a picture of every page")


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    # The typesetter and its fonts are for this command alone; the others start without them.
    preview = import_module("shared.adapters.invoice_document.preview")
    try:
        written = preview.preview(
            seller=arguments.seller,
            brand=arguments.brand,
            folder=arguments.to,
            languages=tuple(arguments.language or preview.LANGUAGES),
            percents=tuple(arguments.rates),
            with_pictures=arguments.png,
        )
    except preview.PreviewWrong as error:
        raise CannotRun(str(error)) from error
    if arguments.json:
        screen.say_json({"files": [str(path) for path in written]})
    else:
        for path in written:
            screen.say(str(path))
    return 0
