"""Everything the invariants look at, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.checkout_key import CheckoutKey
from shared.domain.delivery import DeadLetter, Effect, InboxEntry, LoggedEvent
from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.numbering import NumberRecord, SeriesHead
from shared.domain.order import Order
from shared.domain.payment import Payment
from shared.domain.receipt import Receipt
from shared.domain.refund import Refund
from shared.domain.refund_request import RefundRequest
from shared.usecases.ports.database import Database, R, Unreadable


@dataclass(frozen=True, slots=True)
class Breach:
    invariant: str  # its number and name
    what: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long work may be under way before it counts as lost."""

    outbox: timedelta = timedelta(minutes=5)
    numbering: timedelta = timedelta(minutes=10)
    document: timedelta = timedelta(minutes=10)
    receipt: timedelta = timedelta(minutes=30)
    checkout: timedelta = timedelta(minutes=10)


NO_PATIENCE = Patience(*(timedelta(),) * 5)
"""For a system at rest: whatever is under way has been lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    at: datetime
    patience: Patience
    orders: Mapping[str, Order]
    payments: Mapping[str, Payment]
    invoices: Mapping[str, Invoice]
    numbers: Mapping[str, NumberRecord]
    heads: Mapping[str, SeriesHead]
    journal: Mapping[str, JournalEntry]
    receipts: Mapping[str, Receipt]
    refunds: Mapping[str, Refund]
    refund_requests: Mapping[str, RefundRequest]
    events: Mapping[str, LoggedEvent]
    inbox: Mapping[str, InboxEntry]
    effects: Mapping[str, Effect]
    dead_letters: Mapping[str, DeadLetter]
    keys: Mapping[str, CheckoutKey]
    unreadable: Sequence[Unreadable] = ()

    def is_late(self, since: datetime, patience: timedelta) -> bool:
        return self.at - since >= patience


def read_books(database: Database, at: datetime, patience: Patience) -> Books:
    unreadable: list[Unreadable] = []

    def every(kind: type[R]) -> Mapping[str, R]:
        records: dict[str, R] = {}
        for found in database.examine(kind):
            if isinstance(found, Unreadable):
                unreadable.append(found)
            else:
                records[found.id] = found
        return records

    return Books(
        at=at,
        patience=patience,
        # Causes are read before what follows from them, so that work under way while we read
        # shows up as a follow-up too many, which is harmless, and not as one missing.
        orders=every(Order),
        payments=every(Payment),
        refund_requests=every(RefundRequest),
        refunds=every(Refund),
        heads=every(SeriesHead),
        invoices=every(Invoice),
        numbers=every(NumberRecord),
        journal=every(JournalEntry),
        receipts=every(Receipt),
        events=every(LoggedEvent),
        inbox=every(InboxEntry),
        effects=every(Effect),
        dead_letters=every(DeadLetter),
        keys=every(CheckoutKey),
        unreadable=unreadable,
    )


def every_record_can_be_read(books: Books) -> Found:
    """One that cannot is missing from all that follows: look at it first."""
    for found in books.unreadable:
        yield Breach("0 every record can be read", found.why, (f"{found.kind}/{found.id}",))


Found = Iterator[Breach]
