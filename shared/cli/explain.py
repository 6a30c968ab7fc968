"""`kvitto explain`: the causal story of one order, from what is stored."""

from __future__ import annotations

import argparse
import re

from shared.cli import timeline
from shared.cli.cannot_run import CannotRun
from shared.cli.cloud import OpenCloud
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.screen import Screen
from shared.domain.ids import OrderId
from shared.usecases.documents_of_order import order_of_number
from shared.usecases.explain_order import ExplainOrder

EXAMPLES = """\
  kvitto explain ord_7f3kq2m9x4v1c8r5t6w0y2z3ab
  kvitto explain INV-2026-000123
  kvitto explain http://127.0.0.1:8700/orders/ord_7f3k….kJx0 --json"""

_NUMBER = re.compile(r"\s*([A-Z0-9-]+-[0-9]{4}-[0-9]{6,})\s*", re.ASCII)
_ORDER_ID = re.compile(r"(?:^|/)(ord_[a-z0-9]+)(?=$|[./?#])")


def register(add_parser: AddParser) -> None:
    purpose = "Tell what happened to an order, when, and why."
    parser = add_command(add_parser, "explain", purpose, EXAMPLES)
    named = "ord_…, an order token, an order's URL, or the number of one of its documents"
    parser.add_argument("order", metavar="ORDER", help=named)
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen, open_cloud: OpenCloud) -> int:
    number = _NUMBER.fullmatch(arguments.order)
    named = number[1] if number else order_id_in(arguments.order)
    with open_cloud(arguments.stack) as cloud:
        order_id = order_of_number(cloud.database, named) if number else OrderId(named)
        story = ExplainOrder(cloud.database)(order_id) if order_id else None
    if story is None:
        kind = "document" if number else "order"
        screen.complain(f"kvitto: {cloud.place} has no {kind} {named}: is it the right one?")
        return 1
    if arguments.json:
        screen.say_json(timeline.json_of(story))
        return 0
    for line in timeline.lines_of(story):
        screen.say(line)
    return 0


def order_id_in(text: str) -> OrderId:
    """Whoever may read the database needs no token, so a token's signature is not checked."""
    match = _ORDER_ID.search(text.strip())
    if match is None:
        raise CannotRun(f"{text!r} names no order: give ord_…, an order token or an order's URL")
    return OrderId(match[1])
