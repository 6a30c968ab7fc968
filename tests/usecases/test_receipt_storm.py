"""A thousand redeliveries with crashes at random places, and still one mail."""

from __future__ import annotations

import random

import pytest

from shared.domain.cause import Cause
from shared.domain.errors import NotYet
from shared.domain.ids import ReceiptId, invoice_id_of, receipt_id_of
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.audit.books import NO_PATIENCE
from shared.usecases.ports.failures import Unavailable
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, archived, stored
from tests.builders.ses_events import a_mail_event
from tests.chaos.faults import Crash, Faults, Mode
from tests.chaos.shop import Shop

CALLS_OF_A_DELIVERY = 14
SPOILT = (Mode.CRASH_BEFORE, Mode.CRASH_AFTER, Mode.TIMEOUT_APPLIED, Mode.TIMEOUT_NOT_APPLIED)


class Storm:
    """Redelivers the task, and the provider's events about mails that really went out."""

    def __init__(self, seed: int) -> None:
        self.faults = Faults()
        self.shop: Shop = a_shop(self.faults)
        self.receipt_id: ReceiptId = receipt_id_of(invoice_id_of(archived(self.shop)))
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
            self.shop.send_receipt(self.receipt_id, Cause("task:receipt", TRACEPARENT))


@pytest.mark.parametrize("seed", range(50))
def test_a_thousand_redeliveries_and_random_crashes_give_one_mail(seed: int) -> None:
    storm = Storm(seed)

    storm.blow(1_000)
    storm.calm()

    receipt = stored(storm.shop, Receipt, storm.receipt_id)
    assert receipt.status is ReceiptStatus.SENT
    assert len(storm.shop.mailer.sent) == 1
    assert storm.shop.audit(NO_PATIENCE).breaches == ()
