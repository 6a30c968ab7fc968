"""Close orders that never got a page to pay on, and free their keys."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from shared.domain.order import Order, OrderStatus
from shared.usecases.ports.database import Database, Query
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(hours=24)  # the page, if it exists, expired an hour ago
BATCH_MAX = 200


@dataclass(frozen=True, slots=True)
class ExpireAbandonedCheckouts:
    """A page that does exist expires at the provider, whose event closes its order.

    Here end the orders whose page was never made or never answered for. A late payment is
    still honoured: paid ranks above expired.
    """

    database: Database
    transactions: Transactions
    now: Now

    def __call__(self) -> int:
        """How many orders were closed."""
        at = self.now()
        stuck = self.database.find(
            Query(
                Order,
                where=(
                    ("status", "==", OrderStatus.CREATING),
                    ("created_at", "<", at - ABANDONED_AFTER),
                ),
                order_by="created_at",
                limit_max=BATCH_MAX,
            )
        )
        for order in stuck:
            self.transactions(partial(_expire, listed=order))
            log.warning("checkout abandoned", extra={"order_id": order.id})
        return len(stuck)


def _expire(session: Session, listed: Order) -> None:
    order = session.get(Order, listed.id)
    if order is not None and order.status is OrderStatus.CREATING:
        at = listed.created_at + ABANDONED_AFTER
        session.save(order.advance(OrderStatus.EXPIRED, at=at, cause="abandoned"))
