"""An account in which everything has happened once, and everything in it."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Any

from emulators.clock import Clock
from emulators.timeline import Timeline
from tests.emulators.stripe.object_types import objects_in
from tests.emulators.stripe.record import all_events
from tests.emulators.stripe.running import KEY, RunningTwin
from tests.emulators.stripe.stories import TOLD, disputed_card, save_a_card

_LISTS = (
    *("balance_transactions", "charges?expand[]=data.refunds", "coupons", "customers"),
    *("checkout/sessions?expand[]=data.line_items", "disputes", "files"),
    *("invoice_payments", "invoiceitems", "invoices", "payment_intents", "payment_methods"),
    *("payouts", "prices?expand[]=data.product", "products", "promotion_codes"),
    *("radar/early_fraud_warnings", "refunds", "setup_intents", "shipping_rates"),
    *("subscriptions?status=all", "tax/registrations", "tax_codes", "tax_rates"),
    *("test_helpers/test_clocks", "webhook_endpoints"),
)
_OF_A_CUSTOMER = ("balance_transactions", "sources", "tax_ids")
_SINGLE = ("balance", "balance_settings", "tax/settings")
_LISTS_V2 = ("core/event_destinations", "core/events?limit=100")


def live() -> RunningTwin:
    """A twin after every story, and after what no story needs."""
    twin = RunningTwin(clock=Clock(Timeline(time.time_ns(), time.time_ns(), 0.0)))
    try:
        for name in sorted(TOLD, key=lambda name: name != "subscribe"):  # it takes months
            TOLD[name](twin)
        _more(twin)
    except BaseException:
        twin.stop()
        raise
    return twin


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
        if intent["mandate"]:
            yield _get(twin, f"/v1/mandates/{intent['mandate']}")


def _paged() -> Iterator[str]:
    for path in _LISTS:
        yield f"{path}{'&' if '?' in path else '?'}limit=100"


def _get(twin: RunningTwin, path: str) -> Any:
    """Nothing where the twin has no such address: its type is then among those not served."""
    reply = twin.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
    assert reply.status in {200, 404}, f"{path}: {reply.text}"
    return json.loads(reply.text) if reply.status == 200 else {}


def _more(twin: RunningTwin) -> None:
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
    v1.payment_intents.create(params=disputed_card())
    hook = "https://shop.example/hook"
    v1.webhook_endpoints.create(params={"url": hook, "enabled_events": ["customer.deleted"]})
    twin.stripe.v2.core.event_destinations.create(
        params={
            "name": "Shop",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v1.customer.deleted"],
            "webhook_endpoint": {"url": hook},
        }
    )
    twin.walk(days=8)
