"""What goes wrong after the money seemed to be there, and what comes in pieces."""

from __future__ import annotations

from typing import Any

from tests.emulators.stripe.orders import open_session
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.stories import PRICE_MINOR, disputed_card

_REFUND_FAILS = "4000000000005126"


def refund_fails_later(twin: RunningTwin) -> None:
    """The shop gives the money back, and a minute later the card does not take it."""
    session = open_session(twin)
    assert twin.pay(session, card=_REFUND_FAILS)["outcome"] == "complete"
    twin.walk(seconds=2)
    paid = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    twin.stripe.v1.refunds.create(params={"payment_intent": str(paid.payment_intent)})
    twin.walk(minutes=2)


def dispute_lost(twin: RunningTwin) -> None:
    """The shop says nothing, and after eight days the money is gone."""
    twin.stripe.v1.payment_intents.create(params=disputed_card())
    twin.walk(days=9)


def transfer_in_parts(twin: RunningTwin) -> None:
    """Half of it, then more than the rest; what is too much is asked for and sent back."""
    v1 = twin.stripe.v1
    customer = v1.customers.create(params={"email": "ada@example.com"}).id
    params: Any = {
        "amount": PRICE_MINOR,
        "currency": "eur",
        "customer": customer,
        "allowed_payment_method_types": ["customer_balance"],
        "payment_method_data": {"type": "customer_balance"},
        "confirm": True,
    }
    v1.payment_intents.create(params=params)
    fund = v1.test_helpers.customers.fund_cash_balance
    fund(customer, params={"amount": PRICE_MINOR // 2, "currency": "eur"})
    twin.walk(days=1)
    fund(customer, params={"amount": PRICE_MINOR, "currency": "eur"})
    back: Any = {
        "amount": PRICE_MINOR // 2,
        "currency": "eur",
        "customer": customer,
        "instructions_email": "ada@example.com",
        "origin": "customer_balance",
    }
    refund = v1.refunds.create(params=back)
    twin.request("POST", f"/_twin/refunds/{refund.id}/answer", form={})
    twin.walk(days=2)
