"""What `kvitto buy` prints: hop by hop for one purchase, percentiles for many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from shared.cli.hops import AFTER_PAYMENT, Hop, since_payment_ms
from shared.cli.purchase import Purchase
from shared.cli.screen import Screen


@dataclass(frozen=True, slots=True)
class Spread:
    p50: int
    p95: int
    max: int


@dataclass(frozen=True, slots=True)
class Bought:
    purchases: Sequence[Purchase]
    concurrency: int
    seconds: float

    @property
    def failed(self) -> list[Purchase]:
        return [purchase for purchase in self.purchases if purchase.trouble is not None]

    def spreads(self) -> dict[Hop, Spread]:
        """Milliseconds from payment to each hop, over the purchases that finished."""
        finished = [since_payment_ms(one.seen) for one in self.purchases if one.trouble is None]
        return {hop: _spread([took[hop] for took in finished]) for hop in AFTER_PAYMENT if finished}


def _spread(values: Sequence[int]) -> Spread:
    """By nearest rank: each figure is one that was measured."""
    ranked = sorted(values)
    at = [ranked[math.ceil(percent * len(ranked) / 100) - 1] for percent in (50, 95, 100)]
    return Spread(*at)


def print_one(purchase: Purchase, screen: Screen) -> None:
    order = purchase.order
    if order is None:
        return
    number = f" · {order.number}" if order.number else ""
    screen.say(Text.assemble((order.id, "bold"), f" · {order.total}{number}"))
    for hop, ms in since_payment_ms(purchase.seen).items():
        screen.say(Text.assemble((f"{ms:>8,} ms", "cyan"), f"  {hop}"))
    if order.pdf_url:
        screen.say(f"Invoice: {order.pdf_url}")
    screen.say(Text(f"Why it went so: kvitto explain {order.id}", "dim"))


def print_many(bought: Bought, screen: Screen) -> None:
    done = len(bought.purchases) - len(bought.failed)
    pace = f"{bought.concurrency} at a time, in {bought.seconds:.1f} s"
    screen.say(f"{done} of {len(bought.purchases)} orders bought, paid and receipted, {pace}")
    spreads = bought.spreads()
    if not spreads:
        return
    screen.say()
    screen.say(Text(f"{'ms since the payment':<22}{'p50':>9}{'p95':>9}{'max':>9}", "dim"))
    for hop, spread in spreads.items():
        screen.say(f"{hop:<22}{spread.p50:>9,}{spread.p95:>9,}{spread.max:>9,}")


def print_troubles(bought: Bought, screen: Screen) -> None:
    for purchase in bought.failed:
        screen.complain(f"kvitto: {purchase.name} did not finish: {purchase.trouble}")


def json_of(bought: Bought) -> dict[str, Any]:
    return {
        "orders": [_entry(purchase) for purchase in bought.purchases],
        "failed": len(bought.failed),
        "concurrency": bought.concurrency,
        "seconds": round(bought.seconds, 3),
        "since_payment_ms": {
            _key(hop): {"p50": spread.p50, "p95": spread.p95, "max": spread.max}
            for hop, spread in bought.spreads().items()
        },
    }


def _entry(purchase: Purchase) -> dict[str, Any]:
    order = purchase.order
    return {
        "order_id": order.id if order else None,
        "status": order.status if order else None,
        "number": order.number if order else None,
        "pdf_url": order.pdf_url if order else None,
        "since_payment_ms": {_key(hop): ms for hop, ms in since_payment_ms(purchase.seen).items()},
        "trouble": purchase.trouble,
    }


def _key(hop: Hop) -> str:
    return hop.lower().replace(" ", "_")
