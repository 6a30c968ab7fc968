"""A mail is planned in the commit of the fact that it tells, and once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from shared.domain.delivery import LoggedEvent
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Queue
from tests.builders.invoices import TRACEPARENT, a_seller
from tests.builders.mails import awaiting_funds, failed_mail_of, tell_failed, tell_paid, tell_unpaid
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, paid, stored
from tests.builders.stripe_events import a_session_event, an_intent_event
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled

TIMEOUT = Trouble(Unavailable("deadline exceeded"))


def receipts(shop: Shop) -> list[Receipt]:
    return list(shop.database.scan(Receipt))


def tasks(shop: Shop) -> list[str]:
    held = shop.tasks.held.values()
    return [task.body["receipt_id"] for task in held if task.queue is Queue.RECEIPTS]


def test_a_debit_on_its_way_plans_a_mail_to_the_buyer() -> None:
    shop = a_shop()

    order_id, receipt_id = awaiting_funds(shop)

    order, receipt = stored(shop, Order, order_id), stored(shop, Receipt, receipt_id)
    assert order.status is OrderStatus.AWAITING_FUNDS
    assert order.buyer is not None
    assert order.buyer.email == "astrid@buyer.example"
    assert (receipt.fact, receipt.status) == (MailFact.AWAITING_FUNDS, ReceiptStatus.QUEUED)
    assert (receipt.invoice_id, receipt.seller) == (None, a_seller())
    assert tasks(shop) == [receipt_id]


def test_the_plan_is_told_to_the_rest_of_the_system_without_personal_data() -> None:
    shop = a_shop()
    order_id, receipt_id = awaiting_funds(shop)

    (message,) = shop.commerce_events.published

    envelope = json.loads(message.body)
    assert message.attributes["type"] == "mail.planned.v1"
    assert message.attributes["event_id"] == f"{order_id[4:]}:mail.planned.v1:{receipt_id}"
    assert envelope["event"] == {
        "type": "mail.planned.v1",
        "order_id": order_id,
        "receipt_id": receipt_id,
        "fact": "awaiting_funds",
        "invoice_id": None,
    }
    assert (envelope["caused_by"], envelope["traceparent"]) == ("evt_unpaid", TRACEPARENT)


def test_a_debit_that_failed_plans_a_mail_of_its_own() -> None:
    shop = a_shop()
    order_id, waiting = awaiting_funds(shop)

    tell_failed(shop, order_id)

    failed = failed_mail_of(order_id)
    assert stored(shop, Order, order_id).status is OrderStatus.FAILED
    assert stored(shop, Receipt, failed).fact is MailFact.PAYMENT_FAILED
    assert sorted(tasks(shop)) == sorted([waiting, failed])


def test_two_events_for_one_fact_plan_one_mail() -> None:
    shop = a_shop()
    order_id, receipt_id = awaiting_funds(shop)

    tell_unpaid(shop, order_id, event_id="evt_twin")

    assert [receipt.id for receipt in receipts(shop)] == [receipt_id]
    assert len(shop.commerce_events.published) == 1
    assert tasks(shop) == [receipt_id]


def test_a_card_that_is_declined_on_the_payment_page_brings_no_mail() -> None:
    shop = a_shop()
    order = ordered(shop)

    decline = an_intent_event("payment_failed", order_id=order.id, amount_minor=0)
    shop.receive_stripe(decline, TRACEPARENT)

    assert receipts(shop) == []


def test_a_page_that_expires_brings_no_mail_and_keeps_no_address() -> None:
    shop = a_shop()
    order = ordered(shop)

    expired = a_session_event(
        "expired",
        order_id=order.id,
        amount_minor=TOTAL_MINOR,
        payment_status="unpaid",
        payment_intent=None,
    )
    shop.receive_stripe(expired, TRACEPARENT)

    assert stored(shop, Order, order.id).status is OrderStatus.EXPIRED
    assert stored(shop, Order, order.id).buyer is None
    assert receipts(shop) == []


def test_a_sale_paid_at_once_is_told_by_its_invoice_alone() -> None:
    shop = a_shop()

    paid(shop)

    assert receipts(shop) == []


def test_money_that_came_after_all_pays_the_order_and_its_buyer_is_the_one_who_paid() -> None:
    shop = a_shop()
    order_id, _ = awaiting_funds(shop)

    tell_failed(shop, order_id)
    tell_paid(shop, order_id)

    order = stored(shop, Order, order_id)
    assert order.status is OrderStatus.PAID
    assert order.buyer is not None
    assert order.buyer.name == "Astrid Lind"


def test_a_relay_that_failed_leaves_the_mail_to_the_sweep() -> None:
    shop = a_shop()
    order = ordered(shop)
    apply = shop.receive_stripe.apply
    relay = replace(apply.relay, topic=Troubled(shop.commerce_events, "publish", [TIMEOUT]))
    shop.receive_stripe = replace(shop.receive_stripe, apply=replace(apply, relay=relay))

    tell_unpaid(shop, order.id)
    before = tasks(shop)
    shop.clock.wait(31)
    shop.sweep_outbox()

    (row,) = shop.database.scan(LoggedEvent)
    assert (before, row.due_at) == ([], None)
    assert len(tasks(shop)) == 1


@pytest.mark.parametrize("applied", [True, False])
def test_a_commit_that_is_unclear_plans_one_mail(applied: bool) -> None:  # noqa: FBT001 - a row of a table
    shop = a_shop()
    order = ordered(shop)
    apply = shop.receive_stripe.apply
    timeout = replace(TIMEOUT, applied=applied)
    database = Troubled(shop.database, "commit", [timeout])
    transactions = replace(apply.transactions, database=database)
    shop.receive_stripe = replace(
        shop.receive_stripe, apply=replace(apply, transactions=transactions)
    )

    tell_unpaid(shop, order.id)
    shop.clock.wait(31)
    shop.sweep_outbox()

    assert len(receipts(shop)) == 1
    assert len(tasks(shop)) == 1
