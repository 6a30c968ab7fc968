"""Mails that are owed, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.delivery import LoggedEvent
from shared.domain.ids import OrderId, ReceiptId, status_receipt_id_of
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt, ReceiptStatus
from tests.builders.mails import tell_unpaid
from tests.builders.purchases import stored
from tests.usecases.audit.books import Books, Case


def waiting(books: Books) -> Receipt:
    """The mail of the one open order, whose buyer has now authorised a debit."""
    order_id: OrderId = next(
        order.id for order in books.every(Order) if order.status is OrderStatus.OPEN
    )
    tell_unpaid(books.shop, order_id)
    return stored(books.shop, Receipt, status_receipt_id_of(order_id, MailFact.AWAITING_FUNDS))


def _lose(books: Books) -> None:
    books.shop.database.forget(Receipt, waiting(books).id)


def _double(books: Books) -> None:
    books.put(replace(waiting(books), id=ReceiptId("rcp_2")))


def _silence(books: Books) -> None:
    waiting(books)
    (row,) = (row for row in books.every(LoggedEvent) if row.type == "mail.planned.v1")
    books.shop.database.forget(LoggedEvent, row.id)


def _withhold(books: Books) -> None:
    books.put(replace(waiting(books), status=ReceiptStatus.SUPERSEDED, why="the order is paid"))


def _forget(books: Books) -> None:
    """It is planned, and nobody delivers its task."""
    waiting(books)


MAIL_CASES = (
    Case("9", "no mail of awaiting_funds", _lose),
    Case("9", "a mail was planned and is not there", _lose),
    Case("9", "2 mails of awaiting_funds", _double),
    Case("9", "a mail that nobody was told to send", _silence),
    Case("9", "awaiting_funds is true and was not sent", _withhold),
    Case(
        "9",
        "paid is true and was not sent",
        lambda books: books.change(Receipt, status=ReceiptStatus.SUPERSEDED),
    ),
    Case("9", "still queued", _forget),
)
