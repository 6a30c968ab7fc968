"""Receipts, events and keys, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.checkout_key import CheckoutKey, StoredAnswer
from shared.domain.delivery import InboxEntry, LoggedEvent, Outcome
from shared.domain.ids import ReceiptId
from shared.domain.invoice import Invoice
from shared.domain.order import Order, OrderStatus, Step
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.database import Unreadable
from tests.fakes.world import NOON
from tests.usecases.audit.books import GHOST, Books, Case


def spoil_a_record(books: Books) -> None:
    odd = Unreadable("orders", "ord_odd", "status: no value of this kind")
    books.shop.database.unreadable[Order] = [odd]


DELIVERY_CASES = (
    Case("0", "status: no value of this kind", spoil_a_record),
    Case("9", "0 receipts", lambda books: books.drop(Receipt)),
    Case(
        "9",
        "2 receipts",
        lambda books: books.put(replace(books.mine(Receipt), id=ReceiptId("rcp_2"))),
    ),
    Case("9", "a receipt without its document", lambda books: books.change(Invoice, document=None)),
    Case("9", "still queued", lambda books: books.change(Receipt, status=ReceiptStatus.QUEUED)),
    Case("9", "still unknown", lambda books: books.change(Receipt, status=ReceiptStatus.UNKNOWN)),
    Case("9", "3 attempts", lambda books: books.change(Receipt, attempts=3)),
    Case(
        "10",
        "parked without a reason",
        lambda books: books.change(InboxEntry, outcome=Outcome.PARKED, why=None),
    ),
    Case(
        "10",
        "applied to an order that does not exist",
        lambda books: books.change(InboxEntry, order_id=GHOST),
    ),
    Case("12", "order.paid.v1 not relayed", lambda books: books.change(LoggedEvent, due_at=NOON)),
    Case("12", "order.paid.v1 was never written", lambda books: books.drop_event("order.paid.v1")),
    Case(
        "12",
        "invoice.numbered.v1 was never written",
        lambda books: books.drop_event("invoice.numbered.v1"),
    ),
    Case(
        "12",
        "invoice.archived.v1 was never written",
        lambda books: books.drop_event("invoice.archived.v1"),
    ),
    Case(
        "12", "receipt.sent.v1 was never written", lambda books: books.drop_event("receipt.sent.v1")
    ),
    Case(
        "12",
        "order.review_needed.v1 was never written",
        lambda books: books.change_order(
            history=(
                *books.first.history[:-1],
                Step(OrderStatus.REVIEW, NOON, "evt_0"),
                books.first.history[-1],
            )
        ),
    ),
    Case("15", "a key without its order", lambda books: books.change(CheckoutKey, order_id=GHOST)),
    Case(
        "15",
        "no answer kept for a paid order",
        lambda books: books.change(CheckoutKey, answer=None),
    ),
    Case(
        "15",
        "the answer is of another order",
        lambda books: books.change(CheckoutKey, answer=StoredAnswer(201, "{}")),
    ),
)
