"""A mail that is true no more before it is out stays here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.cause import Cause
from shared.domain.ids import ReceiptId, invoice_id_of, receipt_id_of
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order
from shared.domain.receipt import GRACE, BeingSent, OutcomeUnknown, Receipt, ReceiptStatus
from shared.usecases.audit.books import NO_PATIENCE
from shared.usecases.ports.database import Put
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.mail import Mail
from tests.builders.invoices import TRACEPARENT
from tests.builders.mails import awaiting_funds, failed_mail_of, tell_failed, tell_paid
from tests.builders.purchases import a_shop, stored
from tests.builders.ses_events import a_mail_event
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled

CAUSE = Cause("task:receipt", TRACEPARENT)


def facts_sent(shop: Shop) -> list[str]:
    return [mail.mime.split(b"\r\n")[0].decode() for mail in shop.mailer.sent]


def in_doubt(shop: Shop, receipt_id: ReceiptId) -> None:
    """It was sent, and the provider's answer was lost."""
    lost = Trouble(Unavailable("read timed out"), applied=True)
    troubled = replace(shop.send_receipt, mailer=Troubled(shop.mailer, "send", [lost]))
    with pytest.raises(OutcomeUnknown):
        troubled(receipt_id, CAUSE)


def test_a_buyer_is_told_that_the_bank_moves_the_money_while_it_does() -> None:
    shop = a_shop()
    _, waiting = awaiting_funds(shop)

    shop.send_receipt(waiting, CAUSE)

    assert stored(shop, Receipt, waiting).status is ReceiptStatus.SENT
    assert [(mail.receipt_id, mail.to) for mail in shop.mailer.sent] == [
        (waiting, "astrid@buyer.example")
    ]


def test_a_mail_of_failure_is_not_sent_once_the_money_came_after_all() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    tell_failed(shop, order_id)
    tell_paid(shop, order_id)

    for receipt_id in (waiting, failed_mail_of(order_id)):
        shop.send_receipt(receipt_id, CAUSE)

    failed = stored(shop, Receipt, failed_mail_of(order_id))
    assert (failed.status, failed.why) == (ReceiptStatus.SUPERSEDED, "the order is paid")
    assert stored(shop, Receipt, waiting).status is ReceiptStatus.SUPERSEDED
    assert shop.mailer.sent == []


def test_a_mail_that_says_wait_is_not_sent_once_the_debit_has_failed() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    tell_failed(shop, order_id)

    for receipt_id in (waiting, failed_mail_of(order_id)):
        shop.send_receipt(receipt_id, CAUSE)

    assert facts_sent(shop) == ["Subject: payment_failed"]
    assert stored(shop, Receipt, waiting).why == "the order is failed"


def test_what_went_out_in_time_stays_sent() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    shop.send_receipt(waiting, CAUSE)
    tell_paid(shop, order_id)

    shop.send_receipt(waiting, CAUSE)

    assert stored(shop, Receipt, waiting).status is ReceiptStatus.SENT
    assert len(shop.mailer.sent) == 1


def test_one_in_doubt_is_not_sent_once_more_when_it_has_been_overtaken() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    in_doubt(shop, waiting)
    tell_failed(shop, order_id)
    shop.clock.wait((GRACE.lease + GRACE.silence).total_seconds())

    shop.send_receipt(waiting, CAUSE)

    assert stored(shop, Receipt, waiting).status is ReceiptStatus.SUPERSEDED
    assert len(shop.mailer.sent) == 1


def test_the_providers_event_still_tells_that_an_overtaken_one_did_go_out() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    in_doubt(shop, waiting)
    tell_failed(shop, order_id)
    shop.send_receipt(waiting, CAUSE)

    shop.settle_receipt(a_mail_event(receipt_id=waiting), TRACEPARENT)

    assert stored(shop, Receipt, waiting).status is ReceiptStatus.SENT


def test_what_somebody_is_sending_right_now_is_not_touched() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    outcomes: list[type[Exception]] = []

    class Meanwhile:
        def send(self, mail: Mail) -> str:
            tell_failed(shop, order_id)
            with pytest.raises(BeingSent) as refusal:
                shop.send_receipt(waiting, CAUSE)
            outcomes.append(refusal.type)
            return shop.mailer.send(mail)

    replace(shop.send_receipt, mailer=Meanwhile())(waiting, CAUSE)

    assert outcomes == [BeingSent]
    assert stored(shop, Receipt, waiting).status is ReceiptStatus.SENT


def test_without_an_address_the_mail_is_failed_and_says_why() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    shop.database.commit([Put(replace(stored(shop, Order, order_id), buyer=None))])

    shop.send_receipt(waiting, CAUSE)

    receipt = stored(shop, Receipt, waiting)
    assert (receipt.status, receipt.why) == (ReceiptStatus.FAILED, "nobody told an address")


def test_an_order_that_waited_and_was_paid_gets_its_two_mails() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)
    shop.send_receipt(waiting, CAUSE)
    shop.clock.wait(timedelta(days=2).total_seconds())
    tell_paid(shop, order_id)
    shop.number("INV")
    shop.issue(invoice_id_of(order_id), CAUSE)

    shop.send_receipt(receipt_id_of(invoice_id_of(order_id)), CAUSE)

    assert facts_sent(shop) == [f"Subject: {MailFact.AWAITING_FUNDS}", f"Subject: {MailFact.PAID}"]
    assert shop.audit(NO_PATIENCE).breaches == ()
