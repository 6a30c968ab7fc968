"""One mail per fact: each that is owed is there, none twice, and none is withheld that is true."""

from __future__ import annotations

from collections import Counter

from shared.domain.ids import status_receipt_id_of
from shared.domain.mail_fact import MailFact
from shared.domain.mail_plan import OF_DOCUMENT, planned, still_true
from shared.domain.receipt import ReceiptStatus
from shared.events.commerce import fact_id
from shared.usecases.audit.books import Books, Breach, Found

NAME = "9 one mail per fact"
PLANNED = "mail.planned.v1"


def orders_are_told_of(books: Books) -> Found:
    for order in books.orders.values():
        fact = planned(order.status)
        # Whose address nobody told cannot be written to.
        if fact is None or order.buyer is None:
            continue
        if status_receipt_id_of(order.id, fact) not in books.receipts:
            yield Breach(NAME, f"no mail of {fact}", (order.id,))


def facts_have_one_mail(books: Books) -> Found:
    """Whoever asks for a document again may do so more than once."""
    mails = Counter(
        (receipt.order_id, receipt.fact, receipt.invoice_id or "")
        for receipt in books.receipts.values()
        if receipt.fact is not MailFact.RESENT
    )
    for (order_id, fact, invoice_id), count in mails.items():
        if count > 1:
            yield Breach(NAME, f"{count} mails of {fact}", (order_id, invoice_id))


def plans_and_mails_belong_together(books: Books) -> Found:
    """Both come of one commit; the mail of a document is planned by its archiving."""
    planned_ids = {
        fact_id(receipt.order_id, PLANNED, receipt.id)
        for receipt in books.receipts.values()
        if receipt.fact not in OF_DOCUMENT.values()
    }
    told_ids = {event.id for event in books.events.values() if event.type == PLANNED}
    for event_id in sorted(planned_ids - told_ids):
        yield Breach(NAME, "a mail that nobody was told to send", (event_id,))
    for event_id in sorted(told_ids - planned_ids):
        yield Breach(NAME, "a mail was planned and is not there", (event_id,))


def what_is_true_is_not_withheld(books: Books) -> Found:
    for receipt in books.receipts.values():
        order = books.orders.get(receipt.order_id)
        if receipt.status is not ReceiptStatus.SUPERSEDED or order is None:
            continue
        if still_true(receipt.fact, order.status):
            yield Breach(NAME, f"{receipt.fact} is true and was not sent", (receipt.id, order.id))
