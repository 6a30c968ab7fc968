"""A document's mail once more: once per request, to the address that stands on the document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.ids import OrderId, ReceiptId
from shared.domain.invoice import Invoice
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.audit.books import NO_PATIENCE
from shared.usecases.ports.database import Put
from shared.usecases.ports.failures import Unavailable
from shared.usecases.resend_document import NoSuchDocument, NothingToSendYet, ResendDocument
from tests.builders.invoices import TRACEPARENT, a_buyer
from tests.builders.purchases import a_shop, paid, receipted, stored
from tests.builders.refunds import to_rest
from tests.builders.stripe_events import a_refund_event
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled

KEY, OTHER_KEY = "a-key-of-the-operator-1", "a-key-of-the-operator-2"
NUMBER, CREDIT_NOTE = "INV-2026-000001", "CN-2026-000001"
CAUSE = Cause("backoffice:1", TRACEPARENT)
ADA = "ada@shop.example"


def a_sale() -> tuple[Shop, OrderId]:
    shop = a_shop()
    return shop, receipted(shop)


def desk(shop: Shop) -> ResendDocument:
    return ResendDocument(shop.send_receipt.transactions, shop.clock)


def resend(shop: Shop, number: str = NUMBER, key: str = KEY) -> Receipt:
    return desk(shop)(number, key, ADA, CAUSE)


def deliver(shop: Shop) -> None:
    """The sweep makes the tasks, and the queue delivers each."""
    shop.clock.wait(61)
    shop.sweep_outbox()
    for task in list(shop.tasks.held.values()):
        if "receipt_id" in task.body:
            shop.send_receipt(ReceiptId(task.body["receipt_id"]), CAUSE)


def test_a_document_goes_out_once_more_as_it_was() -> None:
    shop, order_id = a_sale()

    asked = resend(shop)
    deliver(shop)

    receipt = stored(shop, Receipt, asked.id)
    assert (receipt.status, receipt.fact) == (ReceiptStatus.SENT, MailFact.RESENT)
    assert (receipt.order_id, receipt.requested_by) == (order_id, ADA)
    first, again = shop.mailer.sent
    assert again.to == first.to == "astrid@buyer.example"
    assert again.mime.partition(b"%PDF")[2] == first.mime.partition(b"%PDF")[2]
    assert shop.audit(NO_PATIENCE).breaches == ()


def test_the_same_key_is_one_mail_and_another_key_is_another() -> None:
    shop, _ = a_sale()

    first, repeated, other = resend(shop), resend(shop), resend(shop, key=OTHER_KEY)
    deliver(shop)
    resend(shop)
    deliver(shop)

    assert first == repeated
    assert other.id != first.id
    assert len(shop.mailer.sent) == 3
    assert shop.audit(NO_PATIENCE).breaches == ()


def test_a_repeated_request_is_told_what_became_of_it() -> None:
    shop, _ = a_sale()
    resend(shop)
    deliver(shop)

    assert resend(shop).status is ReceiptStatus.SENT


def test_a_credit_note_has_mails_of_its_own() -> None:
    shop, _ = a_sale()
    shop.receive_stripe(a_refund_event(amount_minor=10_00), TRACEPARENT)
    to_rest(shop)

    note, invoice = resend(shop, CREDIT_NOTE), resend(shop)
    deliver(shop)

    assert note.id != invoice.id
    assert (note.invoice_id or "").startswith("cn_")
    assert CREDIT_NOTE in shop.mailer.sent[2].mime.decode()
    assert shop.audit(NO_PATIENCE).breaches == ()


def test_it_goes_where_the_document_says_whatever_the_order_says_by_now() -> None:
    shop, order_id = a_sale()
    elsewhere = a_buyer(email="somebody@else.example")
    shop.database.commit([Put(replace(stored(shop, Order, order_id), buyer=elsewhere))])

    resend(shop)
    deliver(shop)

    assert shop.mailer.sent[-1].to == "astrid@buyer.example"


@pytest.mark.parametrize("number", ["INV-2026-000002", "CN-2026-000001", "nonsense"])
def test_a_number_that_nothing_carries_is_refused(number: str) -> None:
    shop, _ = a_sale()

    with pytest.raises(NoSuchDocument, match=number):
        resend(shop, number)


def test_what_is_not_drawn_yet_cannot_be_sent_again() -> None:
    shop = a_shop()
    paid(shop)
    shop.number("INV")
    (invoice,) = shop.database.scan(Invoice)

    with pytest.raises(NothingToSendYet, match=str(invoice.number_text)):
        resend(shop)
    assert list(shop.database.scan(Receipt)) == []


def test_who_asks_needs_neither_a_topic_nor_a_queue() -> None:
    shop, _ = a_sale()
    published, tasks = len(shop.commerce_events.published), len(shop.tasks.held)

    asked = resend(shop)

    assert (len(shop.commerce_events.published), len(shop.tasks.held)) == (published, tasks)
    (row,) = (row for row in shop.database.scan(LoggedEvent) if row.due_at is not None)
    assert (row.type, row.caused_by) == ("mail.planned.v1", CAUSE.id)
    assert asked.id in row.body


def test_a_commit_whose_reply_is_lost_plans_one_mail() -> None:
    shop, _ = a_sale()
    lost = Trouble(Unavailable("deadline exceeded"), applied=True)
    transactions = desk(shop).transactions
    database = Troubled(shop.database, "commit", [lost])

    replace(desk(shop), transactions=replace(transactions, database=database))(
        NUMBER, KEY, ADA, CAUSE
    )
    deliver(shop)

    assert len(shop.mailer.sent) == 2
