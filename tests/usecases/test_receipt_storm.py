"""A thousand redeliveries with crashes at random places, and still one mail of each fact."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from shared.domain.cause import Cause
from shared.domain.errors import NotYet
from shared.domain.ids import (
    ReceiptId,
    credit_note_id_of,
    invoice_id_of,
    receipt_id_of,
    reversal_id_of,
)
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.audit.books import NO_PATIENCE
from shared.usecases.ports.failures import Unavailable
from shared.usecases.resend_document import ResendDocument
from tests.builders.invoices import TRACEPARENT
from tests.builders.mails import awaiting_funds, failed_mail_of, tell_failed
from tests.builders.purchases import a_shop, archived, ordered, stored
from tests.builders.refunds import tell, to_rest
from tests.builders.ses_events import a_mail_event
from tests.builders.stripe_events import a_refund_event
from tests.chaos.faults import Crash, Faults, Mode
from tests.chaos.shop import Shop

CAUSE = Cause("task:receipt", TRACEPARENT)
CALLS_OF_A_DELIVERY = 14
SPOILT = (Mode.CRASH_BEFORE, Mode.CRASH_AFTER, Mode.TIMEOUT_APPLIED, Mode.TIMEOUT_NOT_APPLIED)


class Storm:
    """Redelivers the task, and the provider's events about mails that really went out."""

    def __init__(self, seed: int, owed: Callable[[Shop], ReceiptId]) -> None:
        self.faults = Faults()
        self.shop: Shop = a_shop(self.faults)
        self.receipt_id: ReceiptId = owed(self.shop)
        self.shop.mailer.sent.clear()  # what came before this mail
        self._random = random.Random(seed)
        self._events_seen = 0

    def blow(self, deliveries: int) -> None:
        for number in range(deliveries):
            self._spoil_something()
            try:
                self._deliver(number)
            except (Crash, NotYet, Unavailable):
                pass  # it comes back
            finally:
                self.faults.revive()
            self.shop.clock.wait(self._random.uniform(0, 45))

    def calm(self) -> None:
        self.faults.points.clear()
        for number in range(60):
            try:
                self._deliver(number)
            except NotYet:
                self.shop.clock.wait(60)
        self.shop.clock.wait(61)
        self.shop.sweep_outbox()

    def _spoil_something(self) -> None:
        """One call of this delivery, more often than not."""
        index = len(self.faults.calls) + self._random.randrange(CALLS_OF_A_DELIVERY * 2)
        self.faults.points = {index: self._random.choice(SPOILT)}

    def _deliver(self, number: int) -> None:
        mails = len(self.shop.mailer.sent)
        if self._events_seen < mails and number % 3 == 0:
            event = a_mail_event(receipt_id=self.receipt_id, notification=f"sns-{mails}")
            self.shop.settle_receipt(event, TRACEPARENT)
            self._events_seen = mails
        else:
            self.shop.send_receipt(self.receipt_id, CAUSE)


def of_a_sale(shop: Shop) -> ReceiptId:
    return receipt_id_of(invoice_id_of(archived(shop)))


def of_a_refund(shop: Shop) -> ReceiptId:
    order_id = stored(shop, Receipt, of_a_sale(shop)).order_id
    tell(shop, a_refund_event(amount_minor=20_00))
    to_rest(shop, but=credit_note_id_of(order_id, "re_1"))
    return receipt_id_of(credit_note_id_of(order_id, "re_1"))


def of_a_refund_that_failed(shop: Shop) -> ReceiptId:
    order_id = stored(shop, Receipt, of_a_sale(shop)).order_id
    tell(shop, a_refund_event(amount_minor=20_00))
    to_rest(shop)
    tell(shop, a_refund_event("failed", amount_minor=20_00, status="failed", event_id="evt_2"))
    to_rest(shop, but=reversal_id_of(order_id, "re_1"))
    return receipt_id_of(reversal_id_of(order_id, "re_1"))


def of_a_debit(shop: Shop) -> ReceiptId:
    return awaiting_funds(shop)[1]


def of_a_failed_debit(shop: Shop) -> ReceiptId:
    order_id = ordered(shop).id
    tell_failed(shop, order_id)
    return failed_mail_of(order_id)


def of_a_document_once_more(shop: Shop) -> ReceiptId:
    shop.send_receipt(of_a_sale(shop), CAUSE)
    resend = ResendDocument(shop.send_receipt.transactions, shop.clock)
    return resend("INV-2026-000001", "a-key-of-the-operator", "ada@shop.example", CAUSE).id


STORMS = [
    *((of_a_sale, seed) for seed in range(30)),
    *((of_a_refund, seed) for seed in range(10)),
    *((of_a_refund_that_failed, seed) for seed in range(10)),
    *((of_a_debit, seed) for seed in range(10)),
    *((of_a_failed_debit, seed) for seed in range(10)),
    *((of_a_document_once_more, seed) for seed in range(10)),
]


@pytest.mark.parametrize(
    ("owed", "seed"), STORMS, ids=[f"{owed.__name__}-{seed}" for owed, seed in STORMS]
)
def test_a_thousand_redeliveries_and_random_crashes_give_one_mail(
    owed: Callable[[Shop], ReceiptId], seed: int
) -> None:
    storm = Storm(seed, owed)

    storm.blow(1_000)
    storm.calm()

    receipt = stored(storm.shop, Receipt, storm.receipt_id)
    assert receipt.status is ReceiptStatus.SENT
    assert [mail.receipt_id for mail in storm.shop.mailer.sent] == [storm.receipt_id]
    assert storm.shop.audit(NO_PATIENCE).breaches == ()


@pytest.mark.parametrize("seed", range(10))
def test_a_debit_that_fails_amid_the_storm_never_brings_a_second_mail(seed: int) -> None:
    storm = Storm(seed, of_a_debit)
    order_id = stored(storm.shop, Receipt, storm.receipt_id).order_id

    storm.blow(seed)
    storm.faults.points.clear()
    tell_failed(storm.shop, order_id)
    storm.blow(1_000)
    storm.calm()

    receipt = stored(storm.shop, Receipt, storm.receipt_id)
    assert len(storm.shop.mailer.sent) == (receipt.status is ReceiptStatus.SENT)
    assert receipt.status in {ReceiptStatus.SENT, ReceiptStatus.SUPERSEDED}
