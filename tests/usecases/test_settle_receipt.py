"""The mail provider's own events settle what a lost reply left in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.delivery import InboxEntry, LoggedEvent, Outcome
from shared.domain.ids import (
    InvoiceId,
    OrderId,
    ReceiptId,
    credit_note_id_of,
    invoice_id_of,
    receipt_id_of,
    reversal_id_of,
)
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.database import Put
from shared.usecases.receive_provider_event import Unreadable
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, archived, receipted, stored
from tests.builders.receipts import a_receipt_that_is
from tests.builders.ses_events import a_mail_event
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop
from tests.fakes.world import NOON

RECEIPT_ID = a_receipt_that_is(ReceiptStatus.QUEUED).id


def with_receipt(status: ReceiptStatus, faults: Faults | None = None) -> Shop:
    shop = a_shop(faults)
    shop.database.commit([Put(a_receipt_that_is(status))])
    return shop


def told(shop: Shop) -> list[str]:
    return [row.type for row in shop.database.scan(LoggedEvent)]


@pytest.mark.parametrize("kind", ["Send", "Delivery", "Bounce", "Complaint"])
@pytest.mark.parametrize(
    "status", [ReceiptStatus.SENDING, ReceiptStatus.UNKNOWN, ReceiptStatus.FAILED]
)
def test_any_proof_of_sending_settles_a_receipt_and_tells_it(
    kind: str, status: ReceiptStatus
) -> None:
    shop = with_receipt(status)
    at = NOON + timedelta(seconds=7)

    shop.settle_receipt(a_mail_event(kind, receipt_id=RECEIPT_ID, at=at), TRACEPARENT)

    receipt = stored(shop, Receipt, RECEIPT_ID)
    assert (receipt.status, receipt.message_id) == (ReceiptStatus.SENT, "ses-1")
    assert (receipt.sent_at, receipt.settled_by) == (at, "ses:sns-1")
    assert receipt.bounced == (kind in {"Bounce", "Complaint"})
    assert told(shop) == ["receipt.sent.v1"]


@pytest.mark.parametrize("document_id_of", [credit_note_id_of, reversal_id_of])
def test_the_mail_of_a_refund_in_doubt_is_settled_like_any_other(
    document_id_of: Callable[[OrderId, str], InvoiceId],
) -> None:
    shop = a_shop()
    doubtful = a_receipt_that_is(ReceiptStatus.UNKNOWN)
    document_id = document_id_of(doubtful.order_id, "re_3SVkWq2eZvKYlo2C")
    receipt_id = receipt_id_of(document_id)
    shop.database.commit([Put(replace(doubtful, id=receipt_id, invoice_id=document_id))])

    shop.settle_receipt(a_mail_event(receipt_id=receipt_id), TRACEPARENT)

    assert stored(shop, Receipt, receipt_id).status is ReceiptStatus.SENT


def test_events_about_a_mail_that_is_settled_are_noted_and_told_no_more() -> None:
    shop = a_shop()
    receipt_id = receipt_id_of(invoice_id_of(receipted(shop)))
    before = len(told(shop))

    for number, kind in enumerate(["Send", "Delivery", "Bounce", "Bounce"]):
        event = a_mail_event(kind, receipt_id=receipt_id, notification=f"sns-{number}")
        shop.settle_receipt(event, TRACEPARENT)

    receipt = stored(shop, Receipt, receipt_id)
    assert (receipt.status, receipt.settled_by) == (ReceiptStatus.SENT, "reply")
    assert receipt.bounced
    assert len(told(shop)) == before


def test_the_same_notification_twice_changes_nothing() -> None:
    shop = with_receipt(ReceiptStatus.UNKNOWN)
    event = a_mail_event(receipt_id=RECEIPT_ID)
    shop.settle_receipt(event, TRACEPARENT)
    before = canonical(shop.database)

    shop.clock.wait(86_400)
    shop.settle_receipt(event, TRACEPARENT)

    assert canonical(shop.database) == before


def test_a_notification_costs_one_read_and_one_commit() -> None:
    faults = Faults()
    shop = with_receipt(ReceiptStatus.SENT, faults)

    shop.settle_receipt(a_mail_event("Delivery", receipt_id=RECEIPT_ID), TRACEPARENT)

    database = [call for call in faults.calls if "database" in call]
    assert [call.partition("database.")[2] for call in database] == ["read", "commit"]


@pytest.mark.parametrize(
    ("kind", "receipt_id"),
    [
        ("Send", None),
        ("Send", "rcp_" + "z" * 26),
        ("Send", "../receipts"),
        ("Send", "of another shop"),
        ("Open", RECEIPT_ID),
        ("Reject", RECEIPT_ID),
        ("Rendering Failure", RECEIPT_ID),
    ],
)
def test_what_proves_nothing_about_a_mail_of_ours_is_noted_and_ignored(
    kind: str, receipt_id: ReceiptId | None
) -> None:
    shop = with_receipt(ReceiptStatus.UNKNOWN)

    shop.settle_receipt(a_mail_event(kind, receipt_id=receipt_id), TRACEPARENT)

    entry = stored(shop, InboxEntry, "ses:sns-1")
    assert (entry.outcome, entry.order_id) == (Outcome.IGNORED, None)
    assert stored(shop, Receipt, RECEIPT_ID).status is ReceiptStatus.UNKNOWN
    assert told(shop) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"Type": "SubscriptionConfirmation", "MessageId": "sns-1", "Message": "hello"}',
        b'{"Type": "Notification", "MessageId": "sns-1", "Message": "not json"}',
        b'{"Type": "Notification", "MessageId": "sns-1", "Message": "{}"}',
        a_mail_event(receipt_id=RECEIPT_ID, notification="../inbox"),
    ],
)
def test_what_is_no_event_of_a_mail_is_refused_and_leaves_nothing(body: bytes) -> None:
    shop = a_shop()

    with pytest.raises(Unreadable):
        shop.settle_receipt(body, TRACEPARENT)

    assert canonical(shop.database) == {}


def test_an_event_that_comes_before_the_mail_was_tried_is_merged() -> None:
    shop = a_shop()
    receipt_id = receipt_id_of(invoice_id_of(archived(shop)))

    shop.settle_receipt(a_mail_event(receipt_id=receipt_id), TRACEPARENT)

    assert stored(shop, Receipt, receipt_id).status is ReceiptStatus.SENT
