"""What the seller's regime and another currency do to a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import invoice_for
from shared.domain.money import Money
from shared.domain.parties import Regime
from shared.domain.tax import TaxCategory
from tests.builders.invoices import a_line, a_seller, an_invoice
from tests.builders.orders import a_paid_order
from tests.fakes.world import NOON

_RATE = ExchangeRate(currency="sek", rate=Decimal("11.0345"), published_on=date(2026, 11, 20))


def test_a_small_business_charges_no_tax_whatever_the_catalog_says() -> None:
    small = replace(a_seller(), regime=Regime.SMALL_BUSINESS)

    sold = invoice_for(a_paid_order(a_line()), small, requested_at=NOON).snapshot

    [row] = sold.taxes
    assert (row.treatment.category, row.tax.minor) == (TaxCategory.EXEMPT, 0)
    assert sold.total == Money(89_00, "eur")


def test_what_was_sold_was_supplied_on_the_day_of_payment_at_the_sellers_place() -> None:
    tokyo = replace(a_seller(), time_zone="Asia/Tokyo")
    order = a_paid_order()
    assert order.paid_at is not None
    late = replace(order, paid_at=order.paid_at.replace(hour=20))

    supply = invoice_for(late, tokyo, requested_at=NOON).snapshot.supply

    assert supply is not None
    assert supply.on == date(late.created_at.year, late.created_at.month, late.created_at.day + 1)


def test_tax_in_the_national_currency_is_rounded_once() -> None:
    sold = replace(an_invoice().snapshot, exchange=_RATE)

    assert sold.tax == Money(17_80, "eur")
    assert sold.national_tax == Money(196_41, "sek")
    assert an_invoice().snapshot.national_tax is None


def test_yen_have_no_decimals_to_convert() -> None:
    yen = Money(1_000, "jpy")

    assert replace(_RATE, currency="kwd", rate=Decimal("0.002")).convert(yen) == Money(2_000, "kwd")
