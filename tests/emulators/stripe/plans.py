"""Customers, recurring prices and subscriptions as tests ask for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import stripe

from tests.emulators.stripe.running import RunningTwin, eventually

START = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
DAY = 86_400


def monthly(twin: RunningTwin, amount: int = 3100, **changes: Any) -> stripe.Price:
    params: Any = {
        "currency": "eur",
        "unit_amount": amount,
        "product_data": {"name": "Plan"},
        "recurring": {"interval": "month"},
        **changes,
    }
    return twin.stripe.v1.prices.create(params=params)


def clock(twin: RunningTwin, at: int = START) -> stripe.test_helpers.TestClock:
    return twin.stripe.v1.test_helpers.test_clocks.create(params={"frozen_time": at})


def payer(twin: RunningTwin, card: str | None = "pm_card_visa", **changes: Any) -> stripe.Customer:
    """A customer with a card to pay by, if any."""
    given: Any = {"email": "ada@example.com", **changes}
    if card is not None:
        given |= {"payment_method": card, "invoice_settings": {"default_payment_method": card}}
    return twin.stripe.v1.customers.create(params=given)


def subscribe(
    twin: RunningTwin, customer: stripe.Customer, price: stripe.Price, **changes: Any
) -> stripe.Subscription:
    given: Any = {"customer": customer.id, "items": [{"price": price.id}], **changes}
    return twin.stripe.v1.subscriptions.create(params=given)


def advance(twin: RunningTwin, clock_id: str, to: int) -> None:
    """Move a test clock, and wait until it has arrived."""
    clocks = twin.stripe.v1.test_helpers.test_clocks
    clocks.advance(clock_id, params={"frozen_time": to})
    eventually(lambda: clocks.retrieve(clock_id).status == "ready")


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def latest(twin: RunningTwin, subscription: str) -> stripe.Invoice:
    found = twin.stripe.v1.subscriptions.retrieve(
        subscription, params={"expand": ["latest_invoice.payments"]}
    )
    assert isinstance(found.latest_invoice, stripe.Invoice)
    return found.latest_invoice


def types(twin: RunningTwin) -> list[str]:
    """Of all events so far, oldest first."""
    rows = twin.stripe.v1.events.list(params={"limit": 100}).data
    return [event.type for event in reversed(rows)]


def items_of(subscription: stripe.Subscription) -> list[stripe.SubscriptionItem]:
    return list(subscription["items"].data)


def again(twin: RunningTwin, subscription: stripe.Subscription) -> stripe.Subscription:
    return twin.stripe.v1.subscriptions.retrieve(subscription.id)
