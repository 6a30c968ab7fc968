"""`kvitto refund`: give money back, whole or in part; the credit note follows by itself."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any

from shared.cli.backoffice import (
    Backoffice,
    NotThere,
    RefusedByBackoffice,
    naming_the_key,
    open_backoffice,
)
from shared.cli.cannot_run import CannotRun
from shared.cli.explain import order_id_in
from shared.cli.grammar import AddParser, add_cloud_option, add_command
from shared.cli.screen import Screen
from shared.domain.ids import OrderId
from shared.domain.money import CURRENCIES, Money

EXAMPLES = """\
  kvitto refund ord_7f3kq2m9x4v1c8r5t6w0y2z3ab
  kvitto refund ord_7f3kq2m9x4v1c8r5t6w0y2z3ab --amount 12.50 --reason requested_by_customer
  kvitto refund ord_7f3kq2m9x4v1c8r5t6w0y2z3ab --line PRINT-AURORA=89 --line CARD-SET=18"""

REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def register(add_parser: AddParser) -> None:
    purpose = "Give money back: everything that is left, an amount, or some lines."
    parser = add_command(add_parser, "refund", purpose, EXAMPLES)
    parser.add_argument("order", metavar="ORDER", help="ord_…, an order token, or an order's URL")
    parser.add_argument("--amount", help="in the order's currency, tax included: 12.50")
    parser.add_argument(
        "--line", action="append", default=[], metavar="SKU=AMOUNT", help="may be repeated"
    )
    parser.add_argument("--reason", choices=REASONS)
    parser.add_argument("--key", help="of an earlier run whose outcome was unclear")
    add_cloud_option(parser)


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    order_id = order_id_in(arguments.order)
    if arguments.amount is not None and arguments.line:
        raise CannotRun("Give --amount or --line, not both")
    backoffice = open_backoffice(arguments.stack)
    key = arguments.key or secrets.token_urlsafe(24)
    try:
        order = _order(backoffice, order_id)
        body = _body(arguments, order["currency"])
        with naming_the_key(key):
            done = backoffice.refund(order_id, body, key)
    except RefusedByBackoffice as refusal:
        screen.complain(f"kvitto: not refunded: {refusal}")
        return 1
    if arguments.json:
        screen.say_json(done)
        return 0
    amount = Money(done["amount_minor"], done["currency"])
    screen.say(f"{amount} go back as {done['refund_id']}; the credit note follows")
    screen.say(f"`kvitto explain {order_id}` tells when")
    return 0


def _order(backoffice: Backoffice, order_id: OrderId) -> dict[str, Any]:
    try:
        return backoffice.order(order_id)
    except NotThere as refusal:
        raise NotThere(f"no such order: {order_id}") from refusal


def _body(arguments: argparse.Namespace, currency: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if arguments.amount is not None:
        body["amount_minor"] = _minor(arguments.amount, currency)
    if arguments.line:
        body["lines"] = _lines(arguments.line, currency)
    if arguments.reason:
        body["reason"] = arguments.reason
    return body


def _lines(texts: list[str], currency: str) -> Mapping[str, int]:
    lines: dict[str, int] = {}
    for text in texts:
        sku, equals, amount = text.partition("=")
        if not sku or not equals or sku in lines:
            raise CannotRun(f"--line {text!r} is not SKU=AMOUNT, each SKU once")
        lines[sku] = _minor(amount, currency)
    return lines


def _minor(text: str, currency: str) -> int:
    exponent = CURRENCIES[currency].exponent
    try:
        minor = Decimal(text).scaleb(exponent)
    except DecimalException as error:
        raise CannotRun(f"{text!r} is no amount: write 12.50") from error
    if not minor.is_finite() or minor <= 0 or minor != minor.to_integral_value():
        raise CannotRun(f"{text} is no amount of {currency.upper()}: {exponent} decimals, above 0")
    return int(minor)
