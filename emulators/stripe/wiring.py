"""How the parts of the twin are put together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.shelf import Shelf
from emulators.stripe.account import API_VERSION, Account
from emulators.stripe.agenda import Agenda
from emulators.stripe.billing import assembly
from emulators.stripe.billing.assembly import Billing
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.delivery.courier import Courier
from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.delivery.events import EventLog
from emulators.stripe.delivery.schedule import RetrySchedule
from emulators.stripe.ids import Ids
from emulators.stripe.payments.money import Money, money
from emulators.stripe.payments.payments import Payments
from emulators.stripe.resources import money as money_resources
from emulators.stripe.resources.charges import Charges
from emulators.stripe.resources.checkout_sessions import CheckoutSessions
from emulators.stripe.resources.core_events import CoreEvents
from emulators.stripe.resources.customers import Customers
from emulators.stripe.resources.event_destinations import EventDestinations
from emulators.stripe.resources.events import Events
from emulators.stripe.resources.files import Files
from emulators.stripe.resources.payment_intents import PaymentIntents
from emulators.stripe.resources.payment_methods import PaymentMethods
from emulators.stripe.resources.payment_pages import PaymentPages
from emulators.stripe.resources.prices import Prices
from emulators.stripe.resources.products import Products
from emulators.stripe.resources.searches import Searches
from emulators.stripe.resources.webhook_endpoints import WebhookEndpoints
from emulators.stripe.search.index import Index
from emulators.stripe.store import Store
from emulators.stripe.wire.api import Api
from emulators.stripe.wire.endpoint import Endpoint
from emulators.stripe.wire.expand import REFERENCES, Expander
from emulators.stripe.wire.faults import Faults
from emulators.stripe.wire.permissions import Permissions
from emulators.stripe.wire.rate_limit import RateLimit
from emulators.topology import Routes


@dataclass(frozen=True, slots=True)
class Twin:
    account: Account
    deliveries: Deliveries
    payments: Payments
    money: Money
    checkout: Checkout
    billing: Billing
    endpoints: tuple[Endpoint, ...]
    api: Api
    faults: Faults
    rate_limit: RateLimit
    permissions: Permissions
    search_index: Index
    routes: Routes

    def api_routes(self) -> Iterator[web.RouteDef]:
        for endpoint in self.endpoints:
            yield web.route(endpoint.method, endpoint.path, self.api.serve(endpoint))


def twin(
    clock: Clock, shelf: Shelf, source: random.Random, routes: Routes, schedule: RetrySchedule
) -> Twin:
    account, deliveries = _account(clock, shelf, source, routes, schedule)
    cash = money(account)
    checkout = Checkout(account, cash.payments, cash.setups)
    sessions = CheckoutSessions(account, checkout)
    billing = Billing(account, cash, lambda: checkout.base_url)
    checkout.subscribe = billing.from_checkout
    search_index = Index(clock, account.store)
    faults, rate_limit, permissions = Faults(), RateLimit(clock), Permissions(account.store)
    includes = {
        **money_resources.includes(account, cash, checkout),
        ("checkout.session", "line_items"): sessions.included_line_items,
        **billing.includes(),
    }
    references = {**REFERENCES, **money_resources.REFERENCES, **assembly.REFERENCES}
    expander = Expander(account.store, includes, references)
    return Twin(
        account=account,
        deliveries=deliveries,
        payments=cash.payments,
        money=cash,
        checkout=checkout,
        billing=billing,
        endpoints=(
            *Searches(search_index).endpoints,  # first: `search` is no id
            *billing.endpoints,
            *money_resources.endpoints(account, cash, checkout),
            *sessions.endpoints,
            *_endpoints(account, deliveries, cash, checkout),
        ),
        api=Api(account, expander, faults, rate_limit, permissions),
        faults=faults,
        rate_limit=rate_limit,
        permissions=permissions,
        search_index=search_index,
        routes=routes,
    )


def _account(
    clock: Clock, shelf: Shelf, source: random.Random, routes: Routes, schedule: RetrySchedule
) -> tuple[Account, Deliveries]:
    """What everything else stands on: objects, ids, time, and events that are told."""
    store = Store(shelf)
    ids = Ids(source, store.holds)
    agenda = Agenda(clock, store)
    courier = Courier(clock, routes)
    deliveries = Deliveries(store=store, ids=ids, agenda=agenda, courier=courier, schedule=schedule)
    log = EventLog(
        clock=clock, store=store, ids=ids, deliveries=deliveries, api_version=API_VERSION
    )
    return Account(clock, store, ids, agenda, log), deliveries


def _endpoints(
    account: Account, deliveries: Deliveries, cash: Money, checkout: Checkout
) -> Iterator[Endpoint]:
    yield from Products(account).endpoints
    yield from Prices(account).endpoints
    yield from Customers(account).endpoints
    yield from PaymentMethods(account).endpoints
    yield from PaymentIntents(account, cash, checkout).endpoints
    yield from Charges(account).endpoints
    yield from PaymentPages(account, checkout).endpoints
    yield from Events(account, deliveries).endpoints
    yield from WebhookEndpoints(account, deliveries).endpoints
    yield from EventDestinations(account, deliveries).endpoints
    yield from CoreEvents(account).endpoints
    yield from Files(account).endpoints
