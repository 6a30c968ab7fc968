"""A shop over fakes, and purchases in it that have come so far."""

from __future__ import annotations

from typing import TypeVar

from shared.domain.catalog import CartLine
from shared.domain.cause import Cause
from shared.domain.ids import OrderId, invoice_id_of, receipt_id_of
from shared.domain.order import Order
from shared.usecases.open_checkout import Cart
from shared.usecases.ports.database import Key, Record, record_in
from tests.builders.invoices import TRACEPARENT
from tests.builders.stripe_events import a_session_event
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop

R = TypeVar("R", bound=Record)

TOTAL_MINOR = 49_90
CAUSE = Cause("request:1", TRACEPARENT)
CART = Cart(lines=(CartLine("PRINT", 1),), currency="eur", return_name="shop", email=None)


def a_shop(faults: Faults | None = None) -> Shop:
    return Shop(faults or Faults())


def stored(shop: Shop, kind: type[R], record_id: str) -> R:
    """The record, which must be there."""
    found = record_in(shop.database.read([Key(kind, record_id)])[0])
    assert found is not None, f"no {kind.__name__} {record_id}"
    return found  # type: ignore[no-any-return]  # the fake keeps what it was given


def ordered(shop: Shop, key: str = "a-key-of-the-buyer", cart: Cart = CART) -> Order:
    """A new order, open to be paid."""
    before = {order.id for order in shop.database.scan(Order)}
    shop.open_checkout(cart, key, "the body", CAUSE)
    (fresh,) = (order for order in shop.database.scan(Order) if order.id not in before)
    return fresh


def paid(shop: Shop, number: int = 1) -> OrderId:
    order = ordered(shop, f"a-key-of-the-buyer-{number}")
    event = a_session_event(
        order_id=order.id,
        amount_minor=TOTAL_MINOR,
        payment_intent=f"pi_{number}",
        event_id=f"evt_session{number}",
    )
    shop.receive_stripe(event, TRACEPARENT)
    return order.id


def archived(shop: Shop, number: int = 1) -> OrderId:
    """Paid, numbered, its document kept and its receipt queued."""
    order_id = paid(shop, number)
    shop.number("INV")
    shop.issue(invoice_id_of(order_id), Cause("evt_numbered", TRACEPARENT))
    return order_id


def receipted(shop: Shop, number: int = 1) -> OrderId:
    """The whole way, to the mail."""
    order_id = archived(shop, number)
    shop.send_receipt(receipt_id_of(invoice_id_of(order_id)), Cause("task:receipt", TRACEPARENT))
    return order_id
