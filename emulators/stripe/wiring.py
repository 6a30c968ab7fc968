"""How the parts of the twin are put together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from emulators.clock import Clock
from emulators.shelf import Shelf
from emulators.stripe.account import API_VERSION, Account
from emulators.stripe.agenda import Agenda
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.delivery.courier import Courier
from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.delivery.events import EventLog
from emulators.stripe.delivery.schedule import RetrySchedule
from emulators.stripe.ids import Ids
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.payments import Payments
from emulators.stripe.resources import charges
from emulators.stripe.resources.balance_transactions import BalanceTransactions
from emulators.stripe.resources.charges import Charges
from emulators.stripe.resources.checkout_sessions import CheckoutSessions
from emulators.stripe.resources.customers import Customers
from emulators.stripe.resources.events import Events
from emulators.stripe.resources.payment_intents import PaymentIntents
from emulators.stripe.resources.payment_methods import PaymentMethods
from emulators.stripe.resources.payment_pages import PaymentPages
from emulators.stripe.resources.prices import Prices
from emulators.stripe.resources.products import Products
from emulators.stripe.resources.webhook_endpoints import WebhookEndpoints
from emulators.stripe.store import Store
from emulators.stripe.wire.api import Api
from emulators.stripe.wire.endpoint import Endpoint
from emulators.stripe.wire.expand import Expander
from emulators.stripe.wire.faults import Faults, RateLimit
from emulators.topology import Routes


@dataclass(frozen=True, slots=True)
class Twin:
    account: Account
    deliveries: Deliveries
    payments: Payments
    checkout: Checkout
    endpoints: tuple[Endpoint, ...]
    api: Api
    faults: Faults
    rate_limit: RateLimit
    routes: Routes

    def api_routes(self) -> Iterator[web.RouteDef]:
        for endpoint in self.endpoints:
            yield web.route(endpoint.method, endpoint.path, self.api.serve(endpoint))


def twin(
    clock: Clock, shelf: Shelf, source: random.Random, routes: Routes, schedule: RetrySchedule
) -> Twin:
    store = Store(shelf)
    ids = Ids(source, store.holds)
    agenda = Agenda(clock, store)
    deliveries = Deliveries(
        store=store, ids=ids, agenda=agenda, courier=Courier(clock, routes), schedule=schedule
    )
    log = EventLog(
        clock=clock, store=store, ids=ids, deliveries=deliveries, api_version=API_VERSION
    )
    account = Account(clock, store, ids, agenda, log)
    payments = Payments(account, Balance(account))
    checkout = Checkout(account, payments)
    sessions = CheckoutSessions(account, checkout)
    faults, rate_limit = Faults(), RateLimit(clock)
    includes = {
        ("charge", "refunds"): charges.refunds,
        ("checkout.session", "line_items"): sessions.included_line_items,
    }
    return Twin(
        account=account,
        deliveries=deliveries,
        payments=payments,
        checkout=checkout,
        endpoints=(
            *Products(account).endpoints,
            *Prices(account).endpoints,
            *Customers(account).endpoints,
            *PaymentMethods(account).endpoints,
            *PaymentIntents(account, payments, checkout).endpoints,
            *Charges(account).endpoints,
            *BalanceTransactions(account).endpoints,
            *sessions.endpoints,
            *PaymentPages(account, checkout).endpoints,
            *Events(account, deliveries).endpoints,
            *WebhookEndpoints(account).endpoints,
        ),
        api=Api(account, Expander(store, includes), faults, rate_limit),
        faults=faults,
        rate_limit=rate_limit,
        routes=routes,
    )
