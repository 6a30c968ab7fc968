"""Orders at the start of their life, and after it."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.catalog import PricedLine
from shared.domain.ids import OrderId, PaymentId
from shared.domain.order import HostedPage, Order, OrderStatus, Step
from tests.builders.invoices import ORDER_ID, PAYMENT_ID, TRACEPARENT, a_buyer, a_line
from tests.fakes.world import NOON


def an_order(*lines: PricedLine, order_id: OrderId = ORDER_ID) -> Order:
    """Stored, and not yet known to the provider. One line, unless lines are given."""
    return Order(
        id=order_id,
        status=OrderStatus.CREATING,
        lines=lines or (a_line(),),
        catalog_version="test",
        return_name="shop",
        created_at=NOON,
        traceparent=TRACEPARENT,
        page=HostedPage(
            key=f"order:{order_id}:a1",
            parameters="{}",
            expires_at=NOON + timedelta(hours=23),
        ),
        history=(Step(OrderStatus.CREATING, NOON, "request:1"),),
    )


def an_open_order(*lines: PricedLine, order_id: OrderId = ORDER_ID) -> Order:
    return an_order(*lines, order_id=order_id).opened(
        "cs_test_1", "https://pay.example/cs_test_1", at=NOON, cause="request:1"
    )


def a_paid_order(
    *lines: PricedLine, order_id: OrderId = ORDER_ID, payment_id: PaymentId = PAYMENT_ID
) -> Order:
    return an_open_order(*lines, order_id=order_id).paid(
        buyer=a_buyer(),
        payment_id=payment_id,
        paid_at=NOON + timedelta(minutes=1),
        at=NOON + timedelta(minutes=1),
        cause="evt_1",
    )
