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
from shared.usecases.explain_order import ExplainOrder

EXAMPLES = """\
  kvitto explain ord_7f3kq2m9x4v1c8r5t6w0y2z3ab
  kvitto explain http://127.0.0.1:8700/orders/ord_7f3k….kJx0 --json"""

_ORDER_ID = re.compile(r"(?:^|/)(ord_[a-z0-9]+)(?=$|[./?#])")


def register(add_parser: AddParser) -> None:
    purpose = "Tell what happened to an order, when, and why."
    parser = add_command(add_parser, "explain", purpose, EXAMPLES)
    parser.add_argument("order", metavar="ORDER", help="ord_…, an order token, or an order's URL")
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen, open_cloud: OpenCloud) -> int:
    order_id = order_id_in(arguments.order)
    with open_cloud(arguments.stack) as cloud:
        story = ExplainOrder(cloud.database)(order_id)
    if story is None:
        screen.complain(f"kvitto: {cloud.place} has no order {order_id}: is it the right one?")
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
