"""The tax of an invoice in the currency of the seller's state, at the rate that is frozen in it.

Art. 230 of 2006/112/EC. A sale in that currency reads nothing and stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from shared.domain.accounting_currency import national_currency
from shared.domain.errors import NotYet
from shared.domain.ids import OrderId
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.parties import Seller
from shared.domain.reference_rates import RATES_ID, ReferenceRates
from shared.usecases.ports.database import Key
from shared.usecases.transaction import Session


class NoExchangeRate(NotYet):
    """No rate is kept that was the latest when the money moved."""

    def __init__(self, order_id: OrderId, why: str) -> None:
        super().__init__(f"{order_id}: {why}")
        self.order_id = order_id


def keys_of_rates(seller: Seller, currency: str | None) -> tuple[Key[ReferenceRates], ...]:
    """What a sale in `currency` needs to read besides."""
    due = national_currency(seller, currency)
    return () if due is None else (Key(ReferenceRates, RATES_ID),)


def with_national_tax(session: Session, sold: InvoiceSnapshot) -> InvoiceSnapshot:
    """`NoExchangeRate` while there is none to state the tax by."""
    currency = sold.total.currency
    into = national_currency(sold.seller, currency)
    if into is None or not sold.tax.minor:
        return sold
    rates = session.get(ReferenceRates, RATES_ID) or ReferenceRates()
    rate = rates.rate(currency, into, sold.paid_at)
    if rate is None:
        why = f"no rate from {currency} into {into} at {sold.paid_at:%Y-%m-%d}"
        raise NoExchangeRate(sold.order_id, why)
    return replace(sold, exchange=rate)
