"""Orders of which a buyer is told before there is a document."""

from __future__ import annotations

from typing import Any

from shared.domain.ids import OrderId, ReceiptId, status_receipt_id_of
from shared.domain.mail_fact import MailFact
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, ordered
from tests.builders.stripe_events import a_session_event
from tests.chaos.shop import Shop


def tell_unpaid(shop: Shop, order_id: OrderId, **changed: Any) -> None:
    """The buyer has authorised a debit, and the bank will move the money."""
    _tell(shop, "completed", order_id, {"event_id": "evt_unpaid", **changed})


def tell_failed(shop: Shop, order_id: OrderId, **changed: Any) -> None:
    """The bank did not move it."""
    _tell(shop, "async_payment_failed", order_id, {"event_id": "evt_no_funds", **changed})


def tell_paid(shop: Shop, order_id: OrderId) -> None:
    """The bank did move it."""
    changed = {"event_id": "evt_funds", "payment_status": "paid"}
    _tell(shop, "async_payment_succeeded", order_id, changed)


def awaiting_funds(shop: Shop) -> tuple[OrderId, ReceiptId]:
    """A new order, and the mail that says so."""
    order = ordered(shop)
    tell_unpaid(shop, order.id)
    return order.id, status_receipt_id_of(order.id, MailFact.AWAITING_FUNDS)


def failed_mail_of(order_id: OrderId) -> ReceiptId:
    return status_receipt_id_of(order_id, MailFact.PAYMENT_FAILED)


def _tell(shop: Shop, kind: str, order_id: OrderId, changed: dict[str, Any]) -> None:
    facts = {"amount_minor": TOTAL_MINOR, "payment_status": "unpaid", **changed}
    shop.receive_stripe(a_session_event(kind, order_id=order_id, **facts), TRACEPARENT)
