"""Checkout sessions as a shop asks for them."""

from __future__ import annotations

from typing import Any

import stripe

from tests.emulators.stripe.running import RunningTwin

SUCCESS_URL = "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}"
CANCEL_URL = "https://shop.example/cart"


def line(unit_amount: int = 8900, *, currency: str = "eur", **more: Any) -> dict[str, Any]:
    product = {"name": "Aurora lamp", "description": "Brushed aluminium"}
    data = {"currency": currency, "unit_amount": unit_amount, "product_data": product}
    return {"price_data": data, "quantity": 1, **more}


def params(**changes: Any) -> Any:
    """`None` as a change leaves the parameter out."""
    usual = {
        "mode": "payment",
        "line_items": [line()],
        "success_url": SUCCESS_URL,
        "cancel_url": CANCEL_URL,
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def open_session(twin: RunningTwin, **changes: Any) -> stripe.checkout.Session:
    return twin.stripe.v1.checkout.sessions.create(params=params(**changes))


def paid_session(twin: RunningTwin, **changes: Any) -> stripe.checkout.Session:
    session = open_session(twin, **changes)
    assert twin.pay(session)["outcome"] == "complete"
    return twin.stripe.v1.checkout.sessions.retrieve(session.id)


def intent_of(twin: RunningTwin, session: stripe.checkout.Session) -> stripe.PaymentIntent:
    """The session's PaymentIntent with its latest charge."""
    current = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    assert isinstance(current.payment_intent, str)
    return twin.stripe.v1.payment_intents.retrieve(
        current.payment_intent, params={"expand": ["latest_charge"]}
    )


def charge_of(intent: stripe.PaymentIntent) -> stripe.Charge:
    assert isinstance(intent.latest_charge, stripe.Charge)
    return intent.latest_charge
