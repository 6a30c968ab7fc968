"""Payments without a Checkout Session, as a shop makes them."""

from __future__ import annotations

from typing import Any

import stripe

from tests.emulators.stripe.running import RunningTwin

NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}


def paid(twin: RunningTwin, card: str = "visa", **changes: Any) -> stripe.PaymentIntent:
    """An intent paid at once by `pm_card_<card>`, with its charge; `None` leaves out."""
    usual = {
        "amount": 5000,
        "currency": "usd",
        "automatic_payment_methods": NO_REDIRECTS,
        "confirm": True,
        "expand": ["latest_charge"],
        "payment_method": f"pm_card_{card}",
    }
    given: Any = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    return twin.stripe.v1.payment_intents.create(params=given)


def charge_id(intent: stripe.PaymentIntent) -> str:
    charge = intent.latest_charge
    assert charge is not None
    return charge if isinstance(charge, str) else charge.id


def charge(twin: RunningTwin, intent: stripe.PaymentIntent) -> stripe.Charge:
    """The intent's charge as it is now."""
    return twin.stripe.v1.charges.retrieve(charge_id(intent))


def transaction(twin: RunningTwin, key: object) -> stripe.BalanceTransaction:
    assert isinstance(key, str)
    return twin.stripe.v1.balance_transactions.retrieve(key)
