"""An account in which everything has happened once, and everything in it."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Any

from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from tests.emulators.stripe.object_types import objects_in
from tests.emulators.stripe.record import all_events
from tests.emulators.stripe.running import KEY, RunningTwin
from tests.emulators.stripe.stories import disputed_card, save_a_card
from tests.emulators.stripe.told import TOLD

_LISTS = (
    *("balance_transactions", "billing_portal/configurations", "charges?expand[]=data.refunds"),
    *("checkout/sessions?expand[]=data.line_items", "coupons", "credit_notes", "customers"),
    *("disputes", "files", "invoice_payments", "invoiceitems", "invoices", "payment_intents"),
    *("payment_links?expand[]=data.line_items", "payment_method_configurations"),
    *("payment_methods", "payouts", "plans", "prices?expand[]=data.product", "products"),
    *("promotion_codes", "radar/early_fraud_warnings", "refunds", "setup_intents"),
    *("shipping_rates", "subscription_schedules", "tax/registrations", "tax_codes", "tax_ids"),
    *("subscriptions?status=all&expand[]=data.discounts", "tax_rates", "topups"),
    *("test_helpers/test_clocks", "webhook_endpoints"),
)
_OF_A_CUSTOMER = (
    *("balance_transactions", "cash_balance", "cash_balance_transactions", "sources", "tax_ids"),
)
_IN_IRELAND: Any = {"ie": {"type": "standard", "standard": {"place_of_supply_scheme": "standard"}}}
_SINGLE = ("balance", "balance_settings", "tax/settings")
_LISTS_V2 = ("core/event_destinations", "core/events?limit=100")


Made = list[dict[str, Any]]


def live() -> tuple[RunningTwin, Made]:
    """A twin after every story and what no story needs; and what was made and cannot be listed."""
    made: Made = []
    twin = RunningTwin(clock=Clock(Timeline(time.time_ns(), time.time_ns(), 0.0)))
    try:
        for name in sorted(TOLD, key=lambda name: name != "subscribe"):  # it takes months
            TOLD[name](twin)
        made.extend(_more(twin))
    except BaseException:
        twin.stop()
        raise
    return twin, made


def everything(twin: RunningTwin) -> Iterator[dict[str, Any]]:
    """Every object that the twin lists, and those within."""
    yield from objects_in(list(all_events(twin)))
    for path in (*_paged(), *_SINGLE):
        yield from objects_in(_get(twin, f"/v1/{path}"))
    for path in _LISTS_V2:
        yield from objects_in(_get(twin, f"/v2/{path}"))
    for customer in _get(twin, "/v1/customers").get("data", []):
        for part in _OF_A_CUSTOMER:
            yield from objects_in(_get(twin, f"/v1/customers/{customer['id']}/{part}"))
    for intent in _get(twin, "/v1/setup_intents").get("data", []):
        path = f"/v1/setup_attempts?setup_intent={intent['id']}"
        yield from objects_in(_get(twin, path))
    for charge in _get(twin, "/v1/charges?limit=100").get("data", []):
        details = charge["payment_method_details"]
        mandate = details[details["type"]].get("mandate")
        if mandate:
            yield _get(twin, f"/v1/mandates/{mandate}")


def _paged() -> Iterator[str]:
    for path in _LISTS:
        yield f"{path}{'&' if '?' in path else '?'}limit=100"


def _get(twin: RunningTwin, path: str) -> Any:
    """Nothing where the twin has no such address: its type is then among those not served."""
    reply = twin.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
    assert reply.status in {200, 404}, f"{path}: {reply.text}"
    return json.loads(reply.text) if reply.status == 200 else {}


def _more(twin: RunningTwin) -> Made:
    v1 = twin.stripe.v1
    now = int(twin.clock.now().timestamp())
    customer = save_a_card(twin)
    v1.setup_intents.create(
        params={
            "customer": customer.id,
            "payment_method": "pm_card_visa",
            "confirm": True,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )
    coupon = v1.coupons.create(params={"percent_off": 10, "duration": "once"})
    v1.promotion_codes.create(params={"promotion": {"type": "coupon", "coupon": coupon.id}})
    v1.shipping_rates.create(
        params={"display_name": "Post", "fixed_amount": {"amount": 500, "currency": "eur"}}
    )
    v1.customers.tax_ids.create(customer.id, params={"type": "eu_vat", "value": "DE123456789"})
    v1.customers.balance_transactions.create(
        customer.id, params={"amount": -500, "currency": "eur"}
    )
    v1.test_helpers.test_clocks.create(params={"frozen_time": now})
    v1.tax_rates.create(params={"display_name": "VAT", "percentage": 25, "inclusive": False})
    v1.files.create(params={"purpose": "dispute_evidence", "file": io.BytesIO(b"receipt")})
    for card in ("createDispute", "createIssuerFraudRecord"):
        paid: Any = {**disputed_card(), "payment_method": f"pm_card_{card}"}
        v1.payment_intents.create(params=paid)
    made = [_of_billing(twin, customer.id), _by_bank(twin, customer.id)]
    _listening(twin)
    twin.walk(days=8)
    return made


def _listening(twin: RunningTwin) -> None:
    """An endpoint and a destination, for something that does not happen."""
    hook = "https://shop.example/hook"
    twin.stripe.v1.webhook_endpoints.create(
        params={"url": hook, "enabled_events": ["customer.deleted"]}
    )
    twin.stripe.v2.core.event_destinations.create(
        params={
            "name": "Shop",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v1.customer.deleted"],
            "webhook_endpoint": {"url": hook},
        }
    )


def _of_billing(twin: RunningTwin, customer: str) -> dict[str, Any]:
    """What a shop has besides orders: a link, a plan for later, a credit note, a portal."""
    v1 = twin.stripe.v1
    price = v1.prices.create(
        params={
            "currency": "eur",
            "unit_amount": 900,
            "recurring": {"interval": "month"},
            "product_data": {"name": "Paper"},
        }
    )
    v1.payment_links.create(params={"line_items": [{"price": price.id, "quantity": 1}]})
    configuration: Any = {"features": {"invoice_history": {"enabled": True}}}
    v1.billing_portal.configurations.create(params=configuration)
    phase: Any = {"items": [{"price": price.id}], "duration": {"interval": "month"}}
    later = int(twin.clock.now().timestamp()) + 86_400
    v1.subscription_schedules.create(
        params={"customer": customer, "start_date": later, "phases": [phase]}
    )
    coupon = v1.coupons.create(params={"percent_off": 10, "duration": "forever"})
    v1.subscriptions.create(
        params={
            "customer": customer,
            "items": [{"price": price.id}],
            "discounts": [{"coupon": coupon.id}],
            "payment_behavior": "default_incomplete",
        }
    )
    invoice = v1.invoices.create(params={"customer": customer})
    item: Any = {"customer": customer, "amount": 900, "currency": "eur", "invoice": invoice.id}
    v1.invoice_items.create(params=item)
    v1.invoices.finalize_invoice(str(invoice.id))
    [line] = v1.invoices.line_items.list(str(invoice.id)).data
    credited: Any = {"type": "invoice_line_item", "invoice_line_item": line.id, "amount": 100}
    v1.credit_notes.create(params={"invoice": str(invoice.id), "lines": [credited]})
    v1.tax.registrations.create(
        params={"active_from": "now", "country": "IE", "country_options": _IN_IRELAND}
    )
    return v1.billing_portal.sessions.create(params={"customer": customer}).to_dict()


def _by_bank(twin: RunningTwin, customer: str) -> dict[str, Any]:
    v1 = twin.stripe.v1
    transfer: Any = {
        "bank_transfer": {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "DE"}},
        "currency": "eur",
        "funding_type": "bank_transfer",
    }
    v1.test_helpers.customers.fund_cash_balance(customer, params={"amount": 5, "currency": "eur"})
    v1.topups.create(params={"amount": 5000, "currency": "eur"})
    v1.customers.payment_sources.create(customer, params={"source": "tok_visa"})
    return v1.customers.funding_instructions.create(customer, params=transfer).to_dict()
