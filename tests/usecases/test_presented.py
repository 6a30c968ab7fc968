"""The provider asked the buyer for another currency: the sale is ours, and both are kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.ids import credit_note_id_of, invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.usecases.audit.books import Patience
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_refund_event, a_session_event
from tests.chaos.shop import Shop


def shown(amount: int, currency: str) -> dict[str, Any]:
    return {"presentment_details": {"presentment_amount": amount, "presentment_currency": currency}}


def with_changes(body: bytes, changes: dict[str, Any]) -> bytes:
    event = json.loads(body)
    event["data"]["object"] |= changes
    return json.dumps(event).encode()


def sold(changes: dict[str, Any]) -> tuple[Shop, Invoice]:
    shop = a_shop()
    order = ordered(shop)
    event = a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR)
    shop.receive_stripe(with_changes(event, changes), TRACEPARENT)
    assert stored(shop, Order, order.id).status is OrderStatus.PAID
    return shop, stored(shop, Invoice, invoice_id_of(order.id))


def test_the_invoice_is_in_our_currency_and_knows_what_the_buyer_paid() -> None:
    shop, invoice = sold(shown(55_123, "sek"))

    assert invoice.snapshot.total == Money(TOTAL_MINOR, "eur")
    assert invoice.snapshot.presented == Money(55_123, "sek")
    assert shop.audit(Patience()).breaches == ()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="not-converted"),
        pytest.param(shown(TOTAL_MINOR, "eur"), id="the-same"),
        pytest.param(shown(1_000, "xts"), id="a-currency-we-cannot-count"),
    ],
)
def test_otherwise_there_is_one_amount_and_the_sale_is_settled_all_the_same(
    changes: dict[str, Any],
) -> None:
    _, invoice = sold(changes)

    assert invoice.snapshot.presented is None


def test_a_credit_note_knows_what_reached_the_buyer_and_not_what_the_buyer_had_paid() -> None:
    shop, invoice = sold(shown(55_123, "sek"))
    shop.number("INV")
    for number, changes in enumerate(({}, shown(11_049, "sek")), 1):
        refund = a_refund_event(
            amount_minor=10_00, refund_id=f"re_{number}", event_id=f"evt_refund{number}"
        )
        shop.receive_stripe(with_changes(refund, changes), TRACEPARENT)

    notes = [
        stored(shop, Invoice, credit_note_id_of(invoice.order_id, f"re_{number}"))
        for number in (1, 2)
    ]
    assert [note.snapshot.presented for note in notes] == [None, Money(11_049, "sek")]
