"""The steps of a purchase that can be seen from outside, and when they were seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from shared.cli.order_view import OrderView


class Hop(StrEnum):
    """In the order in which they happen; the value is what is printed."""

    ASKED = "checkout asked for"
    OPENED = "checkout opened"
    PAYING = "pay pressed"
    PAID = "order paid"
    NUMBERED = "invoice numbered"
    DOCUMENT = "invoice PDF kept"
    MAILED = "receipt sent"


AFTER_PAYMENT = (Hop.PAID, Hop.NUMBERED, Hop.DOCUMENT, Hop.MAILED)

Seen = Mapping[Hop, datetime]


def seen_in(order: OrderView, before: Seen, at: datetime) -> Seen:
    """The hops reached when `order` was looked at.

    All by the clock of whoever looks: the order's own instants are told by the stack's, which may
    be days ahead. So each hop is late by less than the pause between two looks, and none is
    before what was seen earlier, even if the clock was set back in between.
    """
    at = max(at, *before.values()) if before else at
    reached = {
        Hop.PAID: at if order.status == "paid" else None,
        Hop.NUMBERED: at if order.number else None,
        Hop.DOCUMENT: at if order.pdf_url else None,
        Hop.MAILED: at if order.receipt == "sent" else None,
    }
    seen = {hop: hop_at for hop, hop_at in reached.items() if hop_at is not None} | dict(before)
    for later, earlier in pairwise(reversed(AFTER_PAYMENT)):
        if later in seen:
            seen[earlier] = min(seen.get(earlier, at), seen[later])
    return seen


def since_payment_ms(seen: Seen) -> dict[Hop, int]:
    """Milliseconds since pay was pressed; negative for what came before. Empty if it was not."""
    if Hop.PAYING not in seen:
        return {}
    millisecond = timedelta(milliseconds=1)
    ordered = [hop for hop in Hop if hop in seen]
    return {hop: round((seen[hop] - seen[Hop.PAYING]) / millisecond) for hop in ordered}
