"""The objects of the money side against the classes of the installed SDK."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import stripe

from tests.emulators.stripe.annotations import fields, misfits
from tests.emulators.stripe.payments import charge_id, paid
from tests.emulators.stripe.running import KEY, RunningTwin

LEFT_OUT: dict[type[stripe.StripeObject], set[str]] = {
    stripe.Balance: {"instant_available", "issuing"},  # of accounts that have such
    stripe.BalanceSettings: set(),
    stripe.BalanceTransaction: set(),
    stripe.Card: {
        # of a connected account's cards, or only there when known
        *("account", "available_payout_methods", "currency", "default_for_currency", "deleted"),
        *("description", "iin", "issuer", "networks", "status"),
    },
    stripe.Charge: {"authorization_code", "level3", "presentment_details", "refunds", "transfer"},
    stripe.CustomerBalanceTransaction: set(),
    stripe.Dispute: {"intended_submission_method"},
    stripe.Mandate: {"on_behalf_of", "single_use"},
    stripe.PaymentLink: {"line_items", "name_collection", "optional_items"},
    stripe.PaymentMethodConfiguration: set(),
    stripe.Payout: set(),
    stripe.Refund: {
        # only there once it is pending, failed or of a kind that asks the buyer
        *("description", "failure_balance_transaction", "failure_reason", "instructions_email"),
        *("next_action", "pending_reason", "presentment_details"),
    },
    stripe.SetupAttempt: set(),
    stripe.SetupIntent: set(),
    stripe.ShippingRate: set(),
    stripe.TaxId: {"deleted"},
    stripe.Topup: set(),
    stripe.radar.EarlyFraudWarning: set(),
}
CLASSES = {str(vars(cls)["OBJECT_NAME"]): cls for cls in LEFT_OUT}


def after_every_kind_of_movement(twin: RunningTwin) -> str:
    """The id of the customer it was all about."""
    v1 = twin.stripe.v1
    ada = v1.customers.create(params={"name": "Ada"}).id
    for card in ("visa", "pendingRefund", "refundFail", "bypassPending"):
        v1.refunds.create(params={"payment_intent": paid(twin, card).id, "amount": 1000})
    for card in ("createDispute", "createDisputeInquiry", "createIssuerFraudRecord"):
        paid(twin, card)
    held = paid(twin, capture_method="manual")
    v1.payment_intents.cancel(held.id)
    paid(twin, "bypassPending", amount=50_000)
    v1.payouts.create(params={"amount": 100, "currency": "usd"})
    v1.topups.create(params={"amount": 100, "currency": "usd"})
    iban: Any = {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}
    for method in ("pm_card_visa", v1.payment_methods.create(params=iban).id):
        v1.setup_intents.create(params={"confirm": True, "payment_method": method, "customer": ada})
    v1.customers.payment_sources.create(ada, params={"source": "tok_visa"})
    v1.customers.tax_ids.create(ada, params={"type": "eu_vat", "value": "DE123456789"})
    v1.customers.balance_transactions.create(ada, params={"amount": -100, "currency": "usd"})
    rate: Any = {"display_name": "Letter", "fixed_amount": {"amount": 490, "currency": "eur"}}
    v1.shipping_rates.create(params=rate)
    price = v1.prices.create(
        params={"currency": "eur", "unit_amount": 900, "product_data": {"name": "Book"}}
    )
    v1.payment_links.create(params={"line_items": [{"price": price.id, "quantity": 1}]})
    twin.advance(minutes=2)
    return ada


def raw(twin: RunningTwin, path: str) -> dict[str, Any]:
    reply = twin.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
    assert reply.status == 200, reply.text
    body: dict[str, Any] = json.loads(reply.text)
    return body


def objects(twin: RunningTwin, ada: str) -> Iterator[dict[str, Any]]:
    for path in (
        *("balance_transactions", "charges", "disputes", "payment_links", "payouts", "refunds"),
        *("payment_method_configurations", "radar/early_fraud_warnings", "setup_intents"),
        *("shipping_rates", "topups", f"customers/{ada}/balance_transactions"),
        *(f"customers/{ada}/sources", f"customers/{ada}/tax_ids"),
    ):
        yield from raw(twin, f"/v1/{path}?limit=100")["data"]
    for intent in raw(twin, "/v1/setup_intents")["data"]:
        yield from raw(twin, f"/v1/setup_attempts?setup_intent={intent['id']}")["data"]
        if intent["mandate"]:
            yield raw(twin, f"/v1/mandates/{intent['mandate']}")
    yield raw(twin, "/v1/balance")
    yield raw(twin, "/v1/balance_settings")


def test_every_object_has_the_fields_and_types_of_the_sdk(twin: RunningTwin) -> None:
    ada = after_every_kind_of_movement(twin)
    seen: set[str] = set()
    for value in objects(twin, ada):
        cls = CLASSES[value["object"]]
        assert set(fields(cls)) - LEFT_OUT[cls] - set(value) == set(), value
        assert list(misfits(value, cls, value["object"])) == []
        seen.add(value["object"])
    assert seen == set(CLASSES)


def test_every_event_is_of_a_type_that_the_sdk_knows(twin: RunningTwin) -> None:
    after_every_kind_of_movement(twin)
    twin.advance(days=10)
    kinds: set[str] = set()
    path = "/v1/events?limit=100"
    while path:
        events = raw(twin, path)
        for event in events["data"]:
            assert list(misfits(event, stripe.Event, event["type"])) == []
            kinds.add(event["type"])
        last = events["data"][-1]["id"]
        path = f"/v1/events?limit=100&starting_after={last}" if events["has_more"] else ""
    assert kinds >= {
        *("balance.available", "charge.dispute.closed", "charge.refund.updated", "payout.paid"),
        *("refund.failed", "radar.early_fraud_warning.created", "topup.succeeded"),
    }


def test_a_charge_is_found_by_everything_that_came_of_it(twin: RunningTwin) -> None:
    intent = paid(twin, "createDisputeInquiry")
    twin.stripe.v1.refunds.create(params={"payment_intent": intent.id})
    for path in ("refunds", "disputes"):
        [row] = raw(twin, f"/v1/{path}?charge={charge_id(intent)}&expand[]=data.charge")["data"]
        assert row["charge"]["id"] == charge_id(intent)
