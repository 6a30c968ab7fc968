"""A sale that the provider makes in its own name: the events are ours, the documents are not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.catalog import TaxedBy
from shared.domain.delivery import InboxEntry
from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.order import Order, OrderStatus
from shared.domain.payment import Payment
from shared.domain.receipt import Receipt
from shared.domain.refund import Refund, RefundStatus
from shared.usecases.audit.books import NO_PATIENCE
from shared.usecases.ports.database import Put
from tests.builders.catalog import a_catalog, a_product
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_refund_event, a_session_event
from tests.chaos.shop import Shop

SOLD_ON: dict[str, Any] = {"managed_payments": {"enabled": True}}


def a_shop_that_sells_on() -> Shop:
    shop = a_shop()
    catalog = a_catalog(a_product(tax_code="txcd_10103001"), taxed_by=TaxedBy.MERCHANT_OF_RECORD)
    shop.open_checkout = replace(shop.open_checkout, catalog=catalog)
    return shop


def pay(shop: Shop, order: Order, **changes: Any) -> None:
    """`changes` are the session's."""
    event = json.loads(a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR))
    event["data"]["object"] |= changes
    shop.receive_stripe(json.dumps(event).encode(), TRACEPARENT)


def kinds_of_ours(shop: Shop) -> list[object]:
    return [one for kind in (Invoice, JournalEntry, Receipt) for one in shop.database.scan(kind)]


def test_it_is_paid_and_told_and_no_document_of_ours_is_issued() -> None:
    shop = a_shop_that_sells_on()
    order = ordered(shop)

    pay(shop, order, **SOLD_ON, automatic_tax={"enabled": True, "status": "complete"})

    (told,) = (json.loads(message.body)["event"] for message in shop.commerce_events.published)
    assert stored(shop, Order, order.id).status is OrderStatus.PAID
    assert (told["type"], told["invoice_id"], told["series"]) == ("order.paid.v1", None, None)
    assert kinds_of_ours(shop) == []
    assert shop.tasks.held == {}
    assert shop.audit(NO_PATIENCE).breaches == ()


def test_its_money_goes_back_without_a_document_of_ours() -> None:
    shop = a_shop_that_sells_on()
    order = ordered(shop)
    pay(shop, order, **SOLD_ON)

    shop.receive_stripe(a_refund_event(amount_minor=10_00), TRACEPARENT)

    assert stored(shop, Refund, "re_1").status is RefundStatus.SUCCEEDED
    assert stored(shop, Payment, "pi_1").received is not None
    assert kinds_of_ours(shop) == []
    assert shop.audit(NO_PATIENCE).breaches == ()


@pytest.mark.parametrize("is_ordered_so", [True, False])
def test_who_sells_must_be_who_was_asked_to(*, is_ordered_so: bool) -> None:
    shop = a_shop_that_sells_on() if is_ordered_so else a_shop()
    order = ordered(shop)

    pay(shop, order, **({} if is_ordered_so else SOLD_ON))

    why = "the order and its payment disagree about who sells"
    assert stored(shop, InboxEntry, "stripe:evt_session").why == why
    assert stored(shop, Order, order.id).status is OrderStatus.REVIEW
    assert kinds_of_ours(shop) == []


def test_an_invoice_beside_the_providers_is_a_breach() -> None:
    shop = a_shop()
    order = ordered(shop)
    pay(shop, order)
    paid = stored(shop, Order, order.id)
    shop.database.commit([Put(replace(paid, taxed_by=TaxedBy.MERCHANT_OF_RECORD))])

    breaches = [breach.what for breach in shop.audit(NO_PATIENCE).breaches]

    assert "an invoice, but not paid to us as its seller" in breaches
    assert "booked, but not paid to us as its seller" in breaches
