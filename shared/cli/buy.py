"""`kvitto buy`: purchases from the terminal, through the public API of the local stack."""

from __future__ import annotations

import argparse
import time
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from shared.adapters.world import utc_now
from shared.cli.buy_report import Bought, json_of, print_many, print_one, print_troubles
from shared.cli.cannot_run import CannotRun
from shared.cli.grammar import AddParser, add_command, seconds, whole_number
from shared.cli.http_call import Call, CallFailed, NoAnswer, send
from shared.cli.patience import Bell, Patience
from shared.cli.purchase import MakePurchase
from shared.cli.purchases import make_all, progress_bar
from shared.cli.screen import Screen
from shared.cli.stack import NOT_RUNNING, STACK_FILE, Stack, read_stack
from shared.cli.storefront import Cart, Storefront
from shared.cli.till import Payer, Till

EXAMPLES = """\
  kvitto buy
  kvitto buy --count 50 --concurrency 8
  kvitto buy --sku PRINT-AURORA --sku BOOK-LIGHT --currency sek
  kvitto buy --card 4000000000000002      the twin declines this one"""

LOOKS_PER_SECOND_MAX = 40  # of all purchases together: looking must not slow down what it looks at


def register(add_parser: AddParser) -> None:
    purpose = "Buy from the local stack, pay on the Stripe twin, and follow the order to its mail."
    parser = add_command(add_parser, "buy", purpose, EXAMPLES)
    add = parser.add_argument
    add("--count", type=whole_number, default=1, metavar="N", help="how many orders (default 1)")
    add(
        "--concurrency",
        type=whole_number,
        default=1,
        metavar="C",
        help="how many of them at a time (default 1)",
    )
    add(
        "--sku",
        action="append",
        default=[],
        help="what to buy, once per piece (default: one piece, the whole catalog in turn)",
    )
    add("--currency", help="such as eur (default: the catalog's)")
    add("--card", default="4242424242424242", metavar="NUMBER", help="a test card's number")
    add("--email", default="astrid.lind@example.org", help="where the receipt goes")
    add("--stack", type=Path, default=STACK_FILE, help=f"(default {STACK_FILE})")
    add(
        "--patience",
        type=seconds,
        default=60.0,
        metavar="SECONDS",
        help="how long to retry a service that is busy or being restarted (default 60)",
    )
    add(
        "--finish-within",
        type=seconds,
        default=180.0,
        metavar="SECONDS",
        help="how long an order may take from payment to mail (default 180)",
    )


def run(arguments: argparse.Namespace, screen: Screen) -> int:
    stack = read_stack(arguments.stack)
    twin_url = _twin_of(stack)
    concurrency = min(arguments.concurrency, arguments.count)
    bell = Bell()
    patience = Patience(arguments.patience, bell.wait)
    storefront = Storefront(stack.checkout, patience)
    make = MakePurchase(
        storefront=storefront,
        till=Till(twin_url, patience),
        payer=Payer(card=arguments.card, email=arguments.email),
        look_every=timedelta(seconds=concurrency / LOOKS_PER_SECOND_MAX),
        finish_within=timedelta(seconds=arguments.finish_within),
        now=utc_now,
        wait=bell.wait,
    )
    carts = _carts(arguments, storefront)
    started = time.monotonic()
    with progress_bar(len(carts), screen.notes) as on_each:
        purchases = make_all(make, carts, concurrency, bell, on_each)
    bought = Bought(purchases, concurrency, time.monotonic() - started)
    _report(bought, screen, is_json=arguments.json)
    return 1 if bought.failed else 0


def _report(bought: Bought, screen: Screen, *, is_json: bool) -> None:
    if is_json:
        screen.say_json(json_of(bought))
    elif len(bought.purchases) == 1:
        print_one(bought.purchases[0], screen)
    else:
        print_many(bought, screen)
    print_troubles(bought, screen)


def _twin_of(stack: Stack) -> str:
    """The twin lives as long as the stack: where it does not answer, waiting cannot help."""
    if stack.stripe_api is None:
        raise CannotRun("This stack talks to Stripe itself: buy in the demo shop, in a browser")
    try:
        send(Call("GET", f"{stack.stripe_api}/_twin/state"))
    except NoAnswer as error:
        raise CannotRun(f"{NOT_RUNNING} ({error})") from error
    return stack.stripe_api


def _carts(arguments: argparse.Namespace, storefront: Storefront) -> list[Cart]:
    try:
        wares = storefront.wares(arguments.currency)
    except CallFailed as error:
        raise CannotRun(f"The catalog cannot be read, look at the stack's log: {error}") from error
    if not wares.skus:
        currencies = ", ".join(wares.currencies)
        raise CannotRun(f"Nothing is sold in {wares.currency}: choose from {currencies}")
    unknown = [sku for sku in arguments.sku if sku not in wares.skus]
    if unknown:
        raise CannotRun(f"{unknown[0]} is not for sale: choose from {', '.join(wares.skus)}")
    chosen = [tuple(arguments.sku)] if arguments.sku else [(sku,) for sku in wares.skus]
    carts = (Cart(skus, arguments.currency, arguments.email) for skus in cycle(chosen))
    return list(islice(carts, arguments.count))
