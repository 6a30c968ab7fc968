"""One mail per receipt, although the mail provider cannot tell a repeat from a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.errors import NotYet
from shared.domain.ids import OrderId, ReceiptId, invoice_id_of, receipt_id_of
from shared.domain.receipt import GRACE, BeingSent, OutcomeUnknown, Receipt, ReceiptStatus
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.mail import Mail, MailRefused, NotAccepted
from shared.usecases.send_receipt import ReceiptUnknown, SendReceipt, TryAgain
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, archived, stored
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled

CAUSE = Cause("task:receipt", TRACEPARENT)
LOST = Trouble(Unavailable("read timed out"), applied=True)
UNSENT = Trouble(Unavailable("read timed out"))
BUSY = Trouble(NotAccepted("TooManyRequestsException"))


def a_queued_receipt() -> tuple[Shop, ReceiptId]:
    shop = a_shop()
    return shop, receipt_id_of(invoice_id_of(archived(shop)))


def in_trouble(shop: Shop, *troubles: Trouble | None) -> SendReceipt:
    return replace(shop.send_receipt, mailer=Troubled(shop.mailer, "send", troubles))


def send(send_receipt: SendReceipt, receipt_id: ReceiptId) -> type[Exception] | None:
    """What makes the queue bring the task back, if anything."""
    try:
        send_receipt(receipt_id, CAUSE)
    except (NotYet, Unavailable) as reason:
        return type(reason)
    return None


def sent_events(shop: Shop) -> list[LoggedEvent]:
    return [row for row in shop.database.scan(LoggedEvent) if row.type == "receipt.sent.v1"]


def test_a_receipt_is_sent_confirmed_and_told() -> None:
    shop, receipt_id = a_queued_receipt()

    shop.send_receipt(receipt_id, CAUSE)

    (mail,) = shop.mailer.sent
    receipt = stored(shop, Receipt, receipt_id)
    assert (mail.receipt_id, mail.to) == (receipt_id, "astrid@buyer.example")
    assert b"INV-2026-000001" in mail.mime
    assert (receipt.status, receipt.message_id) == (ReceiptStatus.SENT, "ses-1")
    assert (receipt.settled_by, receipt.attempts) == ("reply", 1)
    assert len(sent_events(shop)) == 1


def test_a_task_that_comes_again_sends_nothing() -> None:
    shop, receipt_id = a_queued_receipt()

    assert [send(shop.send_receipt, receipt_id) for _ in range(5)] == [None] * 5
    assert len(shop.mailer.sent) == 1
    assert len(sent_events(shop)) == 1


def test_what_was_certainly_not_taken_is_tried_again_without_being_counted() -> None:
    shop, receipt_id = a_queued_receipt()
    busy = in_trouble(shop, BUSY, BUSY, BUSY, BUSY)

    outcomes = [send(busy, receipt_id) for _ in range(5)]

    assert outcomes == [TryAgain] * 4 + [None]
    assert len(shop.mailer.sent) == 1
    assert stored(shop, Receipt, receipt_id).attempts == 1


def test_what_will_never_be_taken_is_failed_and_left_alone() -> None:
    shop, receipt_id = a_queued_receipt()
    refusing = in_trouble(shop, Trouble(MailRefused("MessageRejected")))

    assert [send(refusing, receipt_id), send(refusing, receipt_id)] == [None, None]
    receipt = stored(shop, Receipt, receipt_id)
    assert (receipt.status, receipt.why) == (ReceiptStatus.FAILED, "MessageRejected")
    assert shop.mailer.sent == []


def test_an_address_that_is_none_fails_the_receipt_before_anybody_is_asked() -> None:
    shop, receipt_id = a_queued_receipt()

    def refuse(receipt: Receipt, about: object) -> Mail:
        raise MailRefused(f"{receipt.id}, {about}: no e-mail address")

    assert send(replace(shop.send_receipt, compose=refuse), receipt_id) is None
    assert stored(shop, Receipt, receipt_id).status is ReceiptStatus.FAILED
    assert shop.mailer.sent == []


@pytest.mark.parametrize(("trouble", "mails"), [(LOST, 2), (UNSENT, 1)])
def test_an_unknown_outcome_waits_out_the_silence_before_its_one_resend(
    trouble: Trouble, mails: int
) -> None:
    shop, receipt_id = a_queued_receipt()
    doubtful = in_trouble(shop, trouble)

    assert send(doubtful, receipt_id) is OutcomeUnknown
    shop.clock.wait((GRACE.lease + GRACE.silence).total_seconds() - 1)
    assert send(doubtful, receipt_id) is OutcomeUnknown
    shop.clock.wait(1)
    assert send(doubtful, receipt_id) is None

    receipt = stored(shop, Receipt, receipt_id)
    assert (receipt.status, receipt.attempts) == (ReceiptStatus.SENT, 2)
    assert len(shop.mailer.sent) == mails


def test_an_outcome_that_stays_unknown_is_never_sent_a_third_time() -> None:
    shop, receipt_id = a_queued_receipt()
    doubtful = in_trouble(shop, LOST, LOST, LOST)

    for _ in range(10):
        assert send(doubtful, receipt_id) is OutcomeUnknown
        shop.clock.wait(timedelta(days=1).total_seconds())

    assert len(shop.mailer.sent) == 2
    assert stored(shop, Receipt, receipt_id).status is ReceiptStatus.UNKNOWN


class Halting:
    """A clock whose process is stopped between its claim and its send."""

    def __init__(self, shop: Shop, for_: timedelta) -> None:
        self._shop = shop
        self._for = for_
        self._looks = 0

    def __call__(self) -> datetime:
        self._looks += 1
        if self._looks == 2:  # the first look is the claim's
            self._shop.clock.wait(self._for.total_seconds())
        return self._shop.clock()


def test_a_sender_that_was_stopped_past_its_lease_does_not_send() -> None:
    shop, receipt_id = a_queued_receipt()

    zombie = replace(shop.send_receipt, now=Halting(shop, GRACE.lease))

    assert send(zombie, receipt_id) is TryAgain
    assert shop.mailer.sent == []
    assert send(shop.send_receipt, receipt_id) is OutcomeUnknown
    assert stored(shop, Receipt, receipt_id).status is ReceiptStatus.UNKNOWN


def test_a_second_task_waits_while_the_first_holds_the_lease() -> None:
    shop, receipt_id = a_queued_receipt()
    outcomes = []

    class Meanwhile:
        def send(self, mail: Mail) -> str:
            outcomes.append(send(shop.send_receipt, receipt_id))
            return shop.mailer.send(mail)

    outcomes.append(send(replace(shop.send_receipt, mailer=Meanwhile()), receipt_id))

    assert outcomes == [BeingSent, None]
    assert len(shop.mailer.sent) == 1


@pytest.mark.parametrize("lost", [0, 1])
def test_a_commit_whose_reply_is_lost_sends_no_second_mail(lost: int) -> None:
    """The first commit is the claim, the second the confirmation."""
    shop, receipt_id = a_queued_receipt()
    timeout = Trouble(Unavailable("deadline exceeded"), applied=True)
    database = Troubled(shop.database, "commit", [None] * lost + [timeout])
    transactions = replace(shop.send_receipt.transactions, database=database)

    assert send(replace(shop.send_receipt, transactions=transactions), receipt_id) is None
    assert len(shop.mailer.sent) == 1
    assert stored(shop, Receipt, receipt_id).status is ReceiptStatus.SENT


def test_a_task_that_beats_its_receipt_comes_back() -> None:
    nobodys = receipt_id_of(invoice_id_of(OrderId("ord_" + "a" * 26)))

    assert send(a_shop().send_receipt, nobodys) is ReceiptUnknown
