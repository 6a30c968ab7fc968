"""The money is in: what follows from it, staged in the same commit as the fact itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.address import Address
from shared.domain.catalog import TaxedBy
from shared.domain.cause import Cause
from shared.domain.delivery import Effect, LoggedEvent
from shared.domain.ids import PaymentId
from shared.domain.invoice import invoice_for
from shared.domain.ledger import entry_for_sale
from shared.domain.money import CURRENCIES, Money
from shared.domain.order import Order, OrderStatus
from shared.domain.parties import Buyer, Seller
from shared.domain.payment import Payment
from shared.domain.taxed_sale import TaxedSale, is_what_was_ordered
from shared.domain.text import printable
from shared.events.commerce import OrderNeedsReview, OrderPaid, amount_of, logged
from shared.events.stripe import CheckoutSession, CustomerDetails
from shared.events.stripe_slice import PresentmentDetails
from shared.usecases.lines_from_session import Objection
from shared.usecases.national_tax import with_national_tax
from shared.usecases.transaction import Session
from shared.usecases.typed_address import address_of


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of an event: the order's status, the rows to relay, why it was parked."""

    status: OrderStatus
    rows: tuple[LoggedEvent, ...] = ()
    why: str | None = None


def settle_order(
    session: Session,
    order: Order,
    checkout: CheckoutSession,
    *,
    taxed: TaxedSale | Objection | None,
    seller: Seller,
    paid_at: datetime,
    at: datetime,
    cause: Cause,
) -> Settlement:
    """Order, payment, journal, invoice request and event, once per payment.

    `NoExchangeRate` while the tax cannot be stated in the currency of the seller's state.
    `taxed` is what the provider says of a sale that it was asked to tax. `paid_at` is the
    provider's word, in whole seconds; `at` is when we learned of it, which is what our own
    history follows.
    """
    why = _objection(order, checkout) or _objection_to_sale(order, checkout, taxed)
    if why is not None or checkout.payment_intent is None or isinstance(taxed, Objection):
        return review(session, order, why or "no payment is named", at=at, cause=cause)
    payment_id = PaymentId(checkout.payment_intent)
    payment = session.get(Payment, payment_id) or Payment(id=payment_id, order_id=order.id)
    if payment.order_id != order.id:
        return review(session, order, "the payment is of another order", at=at, cause=cause)
    session.save(payment.received_at_least(order.total, at=paid_at))
    if session.get(Effect, f"pay:{payment_id}") is not None:
        return Settlement(order.status)  # another event told the same fact
    paid = order.paid(
        buyer=_buyer(checkout, taxed),
        payment_id=payment_id,
        paid_at=paid_at,
        at=at,
        cause=cause.id,
    )
    invoice = None
    if not order.is_sold_on:
        presented = presented_as(checkout.presentment_details, order.total)
        asked_for = invoice_for(paid, seller, requested_at=at, taxed=taxed, presented=presented)
        invoice = replace(asked_for, snapshot=with_national_tax(session, asked_for.snapshot))
        session.create(entry_for_sale(invoice.snapshot, at=at, cause=cause.id))
        session.create(invoice)
    row = logged(
        OrderPaid(
            order_id=order.id,
            payment_id=payment_id,
            invoice_id=invoice.id if invoice else None,
            series=invoice.series if invoice else None,
            total=amount_of(order.total),
        ),
        at=at,
        cause=cause,
    )
    session.save(paid)
    session.create(Effect(f"pay:{payment_id}", order.id, cause.id, at))
    session.create(row)
    return Settlement(paid.status, rows=(row,))


def money_in(minor: int, currency: str) -> Money | None:
    """What the provider reports, or None for a currency we do not sell in."""
    return Money(minor, currency) if currency in CURRENCIES else None


def presented_as(shown: PresentmentDetails | None, amount: Money) -> Money | None:
    """What moved at the buyer's instead of `amount`: in a currency that we can count, or None."""
    if shown is None or shown.presentment_currency == amount.currency:
        return None
    return money_in(shown.presentment_amount, shown.presentment_currency)


def buyer_of(details: CustomerDetails | None) -> Buyer:
    """The buyer as the provider collected it, cleaned for print; parts may be empty."""
    if details is None:
        return Buyer(name="", email="", address=Address())
    address = details.address
    return Buyer(
        name=printable(details.individual_name or details.name or ""),
        business_name=printable(details.business_name or ""),
        email=(details.email or "").strip(),
        address=Address() if address is None else address_of(address),
    )


def _buyer(checkout: CheckoutSession, taxed: TaxedSale | None) -> Buyer:
    buyer = buyer_of(checkout.customer_details)
    return buyer if taxed is None else replace(buyer, vat_id=printable(taxed.vat_id))


def _objection(order: Order, checkout: CheckoutSession) -> str | None:
    """Why this money must not pay this order, if it must not."""
    if checkout.payment_status != "paid":
        # Stripe may add a status any day; only this one says that the money is in.
        return "the provider does not say that it is paid"
    if checkout.amount_total is None or checkout.currency is None:
        return "the provider names no amount"
    if money_in(checkout.amount_total, checkout.currency) != order.total:
        return "the amount paid is not the order's total"
    if order.payment_id not in {None, checkout.payment_intent}:
        return "a second payment for the same order"
    return None


def _objection_to_sale(
    order: Order, checkout: CheckoutSession, taxed: TaxedSale | Objection | None
) -> str | None:
    """Why this seller or this tax must not stand on a document, if they must not."""
    if order.is_sold_on is not checkout.is_sold_on:
        return "the order and its payment disagree about who sells"
    if isinstance(taxed, Objection):
        return taxed.why
    if (order.taxed_by is TaxedBy.PROVIDER) is not (taxed is not None):
        return "the order and its payment disagree about who works the tax out"
    if taxed is not None and not is_what_was_ordered(taxed.lines, order.lines):
        return "the provider's lines are not the order's"
    return None


def review(session: Session, order: Order, why: str, *, at: datetime, cause: Cause) -> Settlement:
    """Have a person look. Told once per order, also when the order is paid already."""
    row = logged(OrderNeedsReview(order_id=order.id, why=why), at=at, cause=cause)
    told_before = session.get(LoggedEvent, row.id) is not None
    after = order.advance(OrderStatus.REVIEW, at=at, cause=cause.id)
    session.save(after)
    if told_before:
        return Settlement(after.status, why=why)
    session.create(row)
    return Settlement(after.status, rows=(row,), why=why)
