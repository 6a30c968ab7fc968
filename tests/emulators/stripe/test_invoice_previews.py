"""Invoices seen before they come, and paid on their own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe

from tests.emulators.stripe.billed import drafted, ident, item
from tests.emulators.stripe.plans import (
    advance,
    at,
    clock,
    monthly,
    payer,
    subscribe,
)
from tests.emulators.stripe.running import RunningTwin


def test_the_next_invoice_of_a_subscription_can_be_seen_before(twin: RunningTwin) -> None:
    time = clock(twin)
    ada = payer(twin, test_clock=time.id)
    subscription = subscribe(twin, ada, monthly(twin, 3100))
    preview = twin.stripe.v1.invoices.create_preview(params={"subscription": subscription.id})
    assert (preview.total, preview.status) == (3100, "draft")
    assert preview.next_payment_attempt == at(2027, 2, 1, 1)
    advance(twin, time.id, at(2027, 1, 11))
    [row] = subscription["items"].data
    details: Any = {
        "items": [{"id": row.id, "price": monthly(twin, 6200).id}],
        "proration_behavior": "always_invoice",
    }
    changed = twin.stripe.v1.invoices.create_preview(
        params={"subscription": subscription.id, "subscription_details": details}
    )
    assert sorted(line.amount for line in changed.lines.data) == [-2100, 4200]
    assert twin.stripe.v1.invoice_items.list(params={"customer": ada.id}).data == []
    assert len(twin.stripe.v1.invoices.list(params={"customer": ada.id}).data) == 1


def test_a_new_subscription_can_be_previewed(twin: RunningTwin) -> None:
    ada = payer(twin)
    details: Any = {"items": [{"price": monthly(twin, 3100).id, "quantity": 2}]}
    preview = twin.stripe.v1.invoices.create_preview(
        params={"customer": ada.id, "subscription_details": details}
    )
    assert preview.amount_due == 6200
    assert twin.stripe.v1.subscriptions.list(params={"status": "all"}).data == []
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.invoices.create_preview(params={"customer": ada.id})
    assert caught.value.code == "invoice_upcoming_none"


def test_the_hosted_invoice_can_be_paid(twin: RunningTwin) -> None:
    ada = payer(twin, None)
    item(twin, ada, 1500, description="Repair")
    draft = drafted(twin, ada, collection_method="send_invoice", days_until_due=1)
    sent = twin.stripe.v1.invoices.send_invoice(ident(draft))
    assert sent.hosted_invoice_url is not None
    path = urlsplit(sent.hosted_invoice_url).path
    page = twin.request("GET", path)
    assert ("Repair" in page.text, "Pay €15.00" in page.text) == (True, True)
    form = {"card_number": "4000000000000002", "card_expiry": "12/40", "card_cvc": "123"}
    assert twin.request("POST", path, form=form).status == 402
    good = {**form, "card_number": "4242424242424242"}
    assert twin.request("POST", path, form=good).status == 303
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).status == "paid"
    assert twin.request("GET", path[:-1] + "x").status == 404


def test_a_bank_that_asks_leaves_the_invoice_waiting_for_its_holder(twin: RunningTwin) -> None:
    ada = payer(twin, "pm_card_authenticationRequired")
    item(twin, ada, 1500)
    draft = drafted(twin, ada)
    with pytest.raises(stripe.CardError) as caught:
        twin.stripe.v1.invoices.pay(ident(draft))
    assert caught.value.code == "invoice_payment_intent_requires_action"
    [row] = twin.stripe.v1.invoice_payments.list(params={"invoice": ident(draft)}).data
    intent = row.payment.payment_intent
    answer = twin.request("POST", f"/authenticate/{intent}", form={"answer": "complete"})
    assert answer.status in {303, 404}
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).status == "paid"
