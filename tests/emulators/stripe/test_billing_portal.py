"""What a customer does in the billing portal."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import stripe

from tests.emulators.stripe.plans import (
    monthly,
    payer,
    subscribe,
)
from tests.emulators.stripe.running import RunningTwin


def everything_allowed(twin: RunningTwin, customer: stripe.Customer, offer: stripe.Price) -> str:
    """The address of a portal in which nothing is forbidden."""
    features: Any = {
        "invoice_history": {"enabled": True},
        "payment_method_update": {"enabled": True},
        "subscription_cancel": {"enabled": True},
        "subscription_update": {
            "enabled": True,
            "default_allowed_updates": ["price"],
            "products": [{"product": str(offer.product), "prices": [offer.id]}],
        },
    }
    portal = twin.stripe.v1.billing_portal
    configuration = portal.configurations.create(params={"features": features})
    params: Any = {"customer": customer.id, "configuration": configuration.id}
    return portal.sessions.create(params=params).url


def test_a_customer_helps_itself_in_the_portal(twin: RunningTwin) -> None:
    ada = payer(twin)
    subscription = subscribe(twin, ada, monthly(twin, 1000))
    better = monthly(twin, 2000)
    path = urlsplit(everything_allowed(twin, ada, better)).path
    page = twin.request("GET", path)
    assert ("€10.00 / month" in page.text, "Visa ending in 4242" in page.text) == (True, True)

    def act(**form: str) -> int:
        return twin.request("POST", path, form={"subscription": subscription.id, **form}).status

    def now() -> stripe.Subscription:
        return twin.stripe.v1.subscriptions.retrieve(subscription.id)

    assert act(action="cancel") == 303
    assert now().cancel_at_period_end
    assert act(action="keep") == 303
    assert not now().cancel_at_period_end
    assert act(action="change", price=better.id) == 303
    assert now()["items"].data[0].price.id == better.id
    card = {"card_expiry": "12/40", "card_cvc": "123"}
    assert act(action="card", card_number="4000000000000002", **card) == 402
    assert act(action="card", card_number="5555555555554444", **card) == 303
    assert "Mastercard ending in 4444" in twin.request("GET", path).text
