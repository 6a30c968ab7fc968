"""Invoices by hand as tests ask for them."""

from __future__ import annotations

from typing import Any

import stripe

from tests.emulators.stripe.running import RunningTwin


def item(twin: RunningTwin, customer: stripe.Customer, amount: int, **more: Any) -> None:
    given: Any = {"customer": customer.id, "amount": amount, "currency": "eur", **more}
    twin.stripe.v1.invoice_items.create(params=given)


def drafted(twin: RunningTwin, customer: stripe.Customer, **more: Any) -> stripe.Invoice:
    given: Any = {
        "customer": customer.id,
        "pending_invoice_items_behavior": "include",
        **more,
    }
    return twin.stripe.v1.invoices.create(params=given)


def ident(invoice: stripe.Invoice) -> str:
    assert invoice.id is not None
    return invoice.id
