"""How the command line is spelled: parsers whose complaints fit on one line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from shared.cli.cannot_run import CannotRun
from shared.cli.stack import STACK_FILE

AddParser = Callable[..., argparse.ArgumentParser]


class OneLineParser(argparse.ArgumentParser):
    """Raises `CannotRun` where argparse would print its usage and exit."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **settings)

    def error(self, message: str) -> NoReturn:
        raise CannotRun(f"{message} (see `{self.prog} --help`)")


def add_command(
    add_parser: AddParser, name: str, purpose: str, examples: str
) -> argparse.ArgumentParser:
    parser = add_parser(name, help=purpose, description=purpose, epilog=f"examples:\n{examples}")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def add_cloud_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stack",
        type=Path,
        help=f"the local stack's own description (default: the deployment named by "
        f"GOOGLE_CLOUD_PROJECT, FIRESTORE_DATABASE and INVOICES_BUCKET, or else {STACK_FILE})",
    )


def whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1")
    return int(text)


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return value
