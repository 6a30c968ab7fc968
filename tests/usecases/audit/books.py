"""A sound shop, to be broken by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.delivery import LoggedEvent
from shared.domain.ids import OrderId
from shared.domain.invoice import ArchivedDocument, Invoice
from shared.domain.ledger import JournalEntry, Posting
from shared.domain.order import Order, OrderStatus
from shared.usecases.ports.database import Put, Record
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, ordered, receipted
from tests.builders.stripe_events import a_session_event
from tests.chaos.shop import Shop

GHOST = OrderId("ord_" + "a" * 26)


def a_sound_shop() -> Shop:
    """Two sales that went all the way, one order under review and one still open."""
    shop = a_shop()
    receipted(shop, 1)
    shop.clock.wait(60)
    receipted(shop, 2)
    odd = ordered(shop, "a-key-of-the-buyer-3")
    shop.receive_stripe(
        a_session_event(order_id=odd.id, amount_minor=1, event_id="evt_3", payment_intent="pi_3"),
        TRACEPARENT,
    )
    ordered(shop, "a-key-of-the-buyer-4")
    return shop


class Books:
    """A sound shop to break by hand."""

    def __init__(self) -> None:
        self.shop = a_sound_shop()
        self.first, self.second = (
            order for order in self.every(Order) if order.status is OrderStatus.PAID
        )
        self.suffix = self.first.id.removeprefix("ord_")

    def every(self, kind: type[Any]) -> list[Any]:
        return list(self.shop.database.scan(kind))

    def mine(self, kind: type[Any]) -> Any:
        """The first sale's record of this kind."""
        return next(record for record in self.every(kind) if record.order_id == self.first.id)

    def put(self, record: Record) -> None:
        self.shop.database.commit([Put(record)])

    def change(self, kind: type[Any], **fields: Any) -> None:
        self.put(replace(self.mine(kind), **fields))

    def drop(self, kind: type[Any]) -> None:
        self.shop.database.forget(kind, self.mine(kind).id)

    def drop_event(self, event_type: str) -> None:
        self.shop.database.forget(LoggedEvent, f"{self.suffix}:{event_type}")

    def change_order(self, **fields: Any) -> None:
        self.put(replace(self.first, **fields))

    def book(self, *postings: Posting) -> None:
        """An entry beside the sale's own, past the constructor that checks it."""
        entry = replace(self.mine(JournalEntry), id="je_by_hand")
        object.__setattr__(entry, "postings", postings)
        self.put(entry)

    @property
    def document(self) -> ArchivedDocument:
        document: ArchivedDocument = self.mine(Invoice).document
        return document


@dataclass(frozen=True, slots=True)
class Case:
    invariant: str  # its number
    what: str  # part of what the audit must say
    break_: Callable[[Books], None]

    def __str__(self) -> str:
        return f"{self.invariant}: {self.what}"
