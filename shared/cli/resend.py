"""`kvitto resend`: a document's mail once more, to the address that stands on the document."""

from __future__ import annotations

import argparse
import re
import secrets

from shared.cli.backoffice import RefusedByBackoffice, naming_the_key, open_backoffice
from shared.cli.cannot_run import CannotRun
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.screen import Screen

EXAMPLES = """\
  kvitto resend INV-2026-000123
  kvitto resend CN-2026-000007 --key rXwQ2cJ0u6mB1v8nT4kZ7pLs"""

_NUMBER = re.compile(r"[A-Z0-9]{1,10}-[0-9]{4}-[0-9]{6,9}")


def register(add_parser: AddParser) -> None:
    purpose = "Send an invoice, a credit note or a reversal to its buyer once more."
    parser = add_command(add_parser, "resend", purpose, EXAMPLES)
    parser.add_argument("document", metavar="DOCUMENT", help="its number: INV-2026-000123")
    parser.add_argument("--key", help="of an earlier run whose outcome was unclear")
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    number = arguments.document.strip().upper()
    if not _NUMBER.fullmatch(number):
        raise CannotRun(f"{arguments.document!r} is no document's number: write INV-2026-000123")
    backoffice = open_backoffice(arguments.stack)
    key = arguments.key or secrets.token_urlsafe(24)
    try:
        with naming_the_key(key):
            done = backoffice.resend(number, key)
    except RefusedByBackoffice as refusal:
        screen.complain(f"kvitto: not sent: {refusal}")
        return 1
    if arguments.json:
        screen.say_json(done)
        return 0
    screen.say(f"{number} goes out again within two minutes, as {done['id']}")
    screen.say(f"`kvitto explain {done['order_id']}` tells when")
    return 0
