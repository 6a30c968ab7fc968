"""What a shop and its buyers live through, from the first call to the last event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import stripe

from tests.emulators.stripe.orders import open_session, paid_session
from tests.emulators.stripe.running import RunningTwin

Story = Callable[[RunningTwin], None]
CARD_DECLINED = "4000000000009995"
PRICE_MINOR = 8900


def buy(twin: RunningTwin) -> None:
    paid_session(twin, customer_creation="always", payment_intent_data={"metadata": {"order": "1"}})
    twin.walk(seconds=2)


def decline_then_pay(twin: RunningTwin) -> None:
    session = open_session(twin)
    assert twin.pay(session, card=CARD_DECLINED)["outcome"] == "declined"
    twin.walk(minutes=1)
    assert twin.pay(session)["outcome"] == "complete"
    twin.walk(seconds=2)


def debit(twin: RunningTwin) -> None:
    """One bank debit that settles and one that fails."""
    twin.pay(open_session(twin), iban="DE89370400440532013000")
    twin.pay(open_session(twin), iban="DE62370400440532013001")
    twin.walk(days=3)


def let_it_expire(twin: RunningTwin) -> None:
    open_session(twin, customer_email="ada@example.com")
    twin.walk(days=1)


def refund(twin: RunningTwin) -> None:
    """Half of it, then the rest."""
    intent = str(paid_session(twin).payment_intent)
    twin.walk(seconds=2)
    create = twin.stripe.v1.refunds.create
    create(params={"payment_intent": intent, "amount": PRICE_MINOR // 2, "metadata": {"why": "x"}})
    twin.walk(days=1)
    create(params={"payment_intent": intent, "reason": "requested_by_customer"})
    twin.walk(days=1)


def dispute(twin: RunningTwin) -> None:
    """A buyer's bank takes the money back, and the shop wins it again with its evidence."""
    intent = twin.stripe.v1.payment_intents.create(params=disputed_card())
    twin.walk(seconds=2)
    [opened] = twin.stripe.v1.disputes.list(params={"payment_intent": intent.id}).data
    evidence: Any = {"uncategorized_text": "winning_evidence"}
    twin.stripe.v1.disputes.update(opened.id, params={"evidence": evidence, "submit": True})
    twin.walk(days=1)


def disputed_card() -> Any:
    return {
        "amount": PRICE_MINOR,
        "currency": "eur",
        "payment_method": "pm_card_createDispute",
        "confirm": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
    }


def save_a_card(twin: RunningTwin) -> stripe.Customer:
    customer = twin.stripe.v1.customers.create(params={"name": "Ada", "email": "ada@example.com"})
    twin.stripe.v1.payment_methods.attach("pm_card_visa", params={"customer": customer.id})
    return customer


def save_a_card_for_invoices(twin: RunningTwin) -> stripe.Customer:
    customer = save_a_card(twin)
    [method] = twin.stripe.v1.payment_methods.list(params={"customer": customer.id}).data
    return twin.stripe.v1.customers.update(
        customer.id, params={"invoice_settings": {"default_payment_method": method.id}}
    )


def subscribe(twin: RunningTwin) -> None:
    """A trial, two payments, and an end."""
    customer = save_a_card_for_invoices(twin)
    price = twin.stripe.v1.prices.create(
        params={
            "currency": "eur",
            "unit_amount": 900,
            "recurring": {"interval": "month"},
            "product_data": {"name": "Club"},
        }
    )
    subscription = twin.stripe.v1.subscriptions.create(
        params={
            "customer": customer.id,
            "items": [{"price": price.id}],
            "trial_period_days": 14,
        }
    )
    twin.walk(days=14, hours=2)
    twin.walk(days=31, hours=2)
    twin.stripe.v1.subscriptions.cancel(subscription.id)
    twin.walk(hours=2)


def invoice(twin: RunningTwin) -> None:
    """One that is finalized and paid, and one that is voided."""
    customer = save_a_card_for_invoices(twin)
    for ends in ("pay", "void"):
        made = twin.stripe.v1.invoices.create(params={"customer": customer.id})
        twin.stripe.v1.invoice_items.create(
            params={
                "customer": customer.id,
                "amount": PRICE_MINOR,
                "currency": "eur",
                "invoice": made.id,
            }
        )
        twin.stripe.v1.invoices.finalize_invoice(str(made.id))
        if ends == "pay":
            twin.stripe.v1.invoices.pay(str(made.id))
        else:
            twin.stripe.v1.invoices.void_invoice(str(made.id))
        twin.walk(seconds=2)
