"""No mail is forgotten because its queue gave up on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.ids import invoice_id_of, receipt_id_of
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.database import Put
from shared.usecases.ports.messages import Queue
from shared.usecases.requeue_receipts import FORGOTTEN_AFTER, RequeueReceipts
from tests.builders.purchases import a_shop, archived, stored
from tests.chaos.shop import Shop


def with_a_receipt(status: ReceiptStatus, *, age: timedelta) -> tuple[Shop, RequeueReceipts]:
    shop = a_shop()
    receipt = stored(shop, Receipt, receipt_id_of(invoice_id_of(archived(shop))))
    shop.tasks.held.clear()
    to_the_full_hour = timedelta(hours=1) - timedelta(minutes=shop.clock.at.minute)
    shop.clock.wait(to_the_full_hour.total_seconds())
    old = replace(receipt, status=status, queued_at=shop.clock.at - age)
    shop.database.commit([Put(old)])
    return shop, RequeueReceipts(shop.database, shop.tasks, shop.clock)


@pytest.mark.parametrize(
    "status", [ReceiptStatus.QUEUED, ReceiptStatus.SENDING, ReceiptStatus.UNKNOWN]
)
def test_an_old_mail_that_is_not_settled_gets_a_task_an_hour(status: ReceiptStatus) -> None:
    shop, requeue = with_a_receipt(status, age=FORGOTTEN_AFTER + timedelta(seconds=1))

    assert requeue() == 1
    assert requeue() == 1
    (task,) = shop.tasks.held.values()
    assert task.queue is Queue.RECEIPTS
    shop.clock.wait(3600)
    requeue()
    assert len(shop.tasks.held) == 2


@pytest.mark.parametrize("status", [ReceiptStatus.SENT, ReceiptStatus.FAILED])
def test_a_settled_mail_stays_settled(status: ReceiptStatus) -> None:
    _, requeue = with_a_receipt(status, age=timedelta(days=3))

    assert requeue() == 0


def test_a_young_mail_is_left_to_its_own_task() -> None:
    _, requeue = with_a_receipt(ReceiptStatus.QUEUED, age=timedelta(minutes=59))

    assert requeue() == 0


def test_it_looks_every_ten_minutes_and_not_in_between() -> None:
    shop, requeue = with_a_receipt(ReceiptStatus.QUEUED, age=timedelta(days=1))

    found = []
    for _ in range(20):
        found.append(requeue())
        shop.clock.wait(60)

    assert found == [1, *[0] * 9, 1, *[0] * 9]
