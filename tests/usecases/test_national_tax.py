"""A seller in Sweden is paid in euros: the tax stands in kronor as well, at a rate that stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shared.domain.exchange import ExchangeRate
from shared.domain.ids import OrderId, invoice_id_of
from shared.domain.invoice import Invoice, InvoiceSnapshot
from shared.domain.order import Order, OrderStatus
from shared.domain.parties import Regime, Seller
from shared.domain.reference_rates import DayOfRates, ReferenceRates
from shared.usecases.apply_stripe_event import ApplyStripeEvent
from shared.usecases.keep_exchange_rates import KeepExchangeRates
from shared.usecases.national_tax import NoExchangeRate
from shared.usecases.ports.failures import Unavailable
from shared.usecases.read_taxed_sale import ReadTaxedSale
from shared.usecases.receive_with_rates import ReceiveWithRates
from shared.usecases.relay import Relay
from shared.usecases.transaction import Transactions
from tests.builders.invoices import TRACEPARENT, a_seller
from tests.builders.purchases import TOTAL_MINOR, ordered, stored
from tests.builders.stripe_events import a_session_event
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop
from tests.fakes.exchange_rates import MemoryRates
from tests.fakes.world import NOON, SeededRandomness

SWEDISH = replace(a_seller(), accounting_currency="")  # kronor, by its state
FRIDAY = DayOfRates(date(2026, 11, 20), {"sek": Decimal("10.9845")})
MONDAY = DayOfRates(date(2026, 11, 23), {"sek": Decimal("12.5")})


class SwedishShop:
    """With a central bank, of which nothing is kept yet."""

    def __init__(self, *published: DayOfRates, seller: Seller = SWEDISH) -> None:
        self.shop, self.bank = Shop(Faults()), MemoryRates(*published)
        shop = self.shop
        transactions = Transactions(shop.database, SeededRandomness(), shop.clock.wait)
        relay = Relay(shop.database, shop.commerce_events, shop.tasks, shop.clock)
        taxed = ReadTaxedSale(shop.sessions, seller)
        apply = ApplyStripeEvent(transactions, relay, seller, taxed, shop.clock)
        keep = KeepExchangeRates(transactions, self.bank, seller, shop.clock)
        self._receive = ReceiveWithRates(replace(shop.receive_stripe, apply=apply), keep)

    def pay(self, order: Order, number: int = 1) -> None:
        event = a_session_event(
            order_id=order.id,
            amount_minor=TOTAL_MINOR,
            payment_intent=f"pi_{order.id}",
            event_id=f"evt_{number}",
        )
        self._receive(event, TRACEPARENT)


def sold(shop: Shop, order_id: OrderId) -> InvoiceSnapshot:
    return stored(shop, Invoice, invoice_id_of(order_id)).snapshot


def test_the_first_sale_of_a_shop_gets_the_rates_itself_and_those_after_it_do_not() -> None:
    selling = SwedishShop(FRIDAY)
    first, second = (
        ordered(selling.shop, "a-key-of-the-first"),
        ordered(selling.shop, "a-key-of-the-second"),
    )

    selling.pay(first)
    selling.pay(second, 2)

    rate = ExchangeRate(
        currency="sek", rate=Decimal("10.9845"), published_on=FRIDAY.published_on, source="ECB"
    )
    assert [sold(selling.shop, order.id).exchange for order in (first, second)] == [rate, rate]
    assert str(sold(selling.shop, first.id).tax) == "9.98 EUR"
    assert str(sold(selling.shop, first.id).national_tax) == "109.63 SEK"
    assert selling.bank.asked == 1


def test_the_rate_is_frozen_whatever_is_published_later() -> None:
    selling = SwedishShop(FRIDAY)
    order = ordered(selling.shop)
    selling.pay(order)
    before = sold(selling.shop, order.id)
    selling.bank.published = (MONDAY,)
    selling.shop.clock.move_to(NOON + timedelta(days=2))

    selling.pay(order)
    selling.pay(order, 2)

    assert sold(selling.shop, order.id) == before


def test_an_event_that_comes_days_late_goes_by_the_rate_of_the_day_of_the_payment() -> None:
    selling = SwedishShop(MONDAY, FRIDAY)
    order = ordered(selling.shop)
    selling.shop.clock.move_to(NOON + timedelta(days=2))

    selling.pay(order)

    exchange = sold(selling.shop, order.id).exchange
    assert exchange is not None
    assert exchange.published_on == FRIDAY.published_on


def test_without_a_rate_nothing_is_stored_and_the_event_comes_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    selling = SwedishShop(FRIDAY)
    order = ordered(selling.shop)
    selling.bank.is_down = True

    with pytest.raises(Unavailable, match="does not answer"):
        selling.pay(order)

    assert stored(selling.shop, Order, order.id) == order
    assert "sale waits for an exchange rate" in caplog.messages
    assert list(selling.shop.database.scan(Invoice)) == []
    selling.bank.is_down = False
    selling.pay(order)
    assert stored(selling.shop, Order, order.id).status is OrderStatus.PAID


def test_rates_of_more_than_a_week_ago_are_none() -> None:
    old = replace(FRIDAY, published_on=FRIDAY.published_on - timedelta(days=7))
    selling = SwedishShop(old)
    order = ordered(selling.shop)

    with pytest.raises(NoExchangeRate, match="from eur into sek at 2026-11-22"):
        selling.pay(order)

    assert selling.bank.asked == 1


@pytest.mark.parametrize(
    "seller",
    [
        replace(a_seller(), accounting_currency="eur"),
        replace(SWEDISH, address=replace(SWEDISH.address, country="US")),
        replace(SWEDISH, address=replace(SWEDISH.address, country="BG")),
    ],
)
def test_a_sale_in_the_currency_of_the_state_needs_no_rate(seller: Seller) -> None:
    selling = SwedishShop(seller=seller)
    order = ordered(selling.shop)

    selling.pay(order)

    assert sold(selling.shop, order.id).exchange is None
    assert selling.bank.asked == 0
    assert list(selling.shop.database.scan(ReferenceRates)) == []


def test_a_sale_without_tax_needs_no_rate() -> None:
    selling = SwedishShop(seller=replace(SWEDISH, regime=Regime.SMALL_BUSINESS))
    order = ordered(selling.shop)

    selling.pay(order)

    assert (sold(selling.shop, order.id).exchange, selling.bank.asked) == (None, 0)
