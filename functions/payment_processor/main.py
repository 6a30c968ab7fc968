"""Push from `provider-events` → orders, payments, journal and events: one commit per message.

A schedule keeps the exchange rates that the sales need.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import functions_framework
from flask import Request, Response

from shared.adapters.ecb_rates import ECB_DAILY, EcbRates
from shared.adapters.merchant_files import read_seller
from shared.adapters.stripe_sessions import StripeSessions
from shared.adapters.world import utc_now
from shared.composition.entry import push_route, schedule_route
from shared.composition.outbox import OutboxSettings, build_relay
from shared.composition.store import build_store
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.settings import read_settings
from shared.usecases.apply_refund import ApplyRefund
from shared.usecases.apply_stripe_event import ApplyStripeEvent
from shared.usecases.keep_exchange_rates import KeepExchangeRates
from shared.usecases.read_taxed_sale import ReadTaxedSale
from shared.usecases.receive_provider_event import ReceiveStripeEvent
from shared.usecases.receive_with_rates import ReceiveWithRates

SELLER = Path(__file__).with_name("seller.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(OutboxSettings):
    push_invoker: str
    scheduler_invoker: str
    exchange_rates_url: str = ECB_DAILY
    stripe_api_key: str  # used where the catalog lets Stripe work the tax out
    stripe_api_base: str = ""


@cache
def routes() -> tuple[Route, ...]:
    """Composition root. Built on the first message, so importing this file needs no credentials."""
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    relay = build_relay(store, settings)
    seller = read_seller(SELLER)
    sessions = StripeSessions(settings.stripe_api_key, settings.stripe_api_base)
    apply = ApplyStripeEvent(
        transactions=store.transactions,
        relay=relay,
        seller=seller,
        read_taxed=ReadTaxedSale(sessions, seller),
        now=utc_now,
    )
    rates = EcbRates(settings.exchange_rates_url)
    keep_rates = KeepExchangeRates(store.transactions, rates, seller, utc_now)
    refund = ApplyRefund(store.transactions, relay, utc_now)
    receive = ReceiveStripeEvent(apply, refund, store.transactions, utc_now)
    receive_with_rates = ReceiveWithRates(receive, keep_rates)
    return (
        push_route(
            "/push/provider-events",
            settings,
            settings.push_invoker,
            store,
            lambda message: receive_with_rates(message.body, message.traceparent),
        ),
        schedule_route(
            "/internal/exchange-rates", settings, settings.scheduler_invoker, keep_rates
        ),
    )


@functions_framework.http
def payment_processor(request: Request) -> Response:
    return answer(request, routes())
