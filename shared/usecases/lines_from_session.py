"""The lines of a document as the provider taxed them, or why they cannot be issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shared.domain.invoice_lines import InvoiceLine
from shared.domain.money import CURRENCIES, Money
from shared.domain.parties import Seller
from shared.domain.tax import TaxTreatment
from shared.domain.tax_facts import TaxFacts
from shared.domain.tax_mapping import Unmappable, Why, treatment_of
from shared.domain.text import printable
from shared.events.stripe_priced_session import LineItem, PricedSession, ShippingCost, Tax
from shared.usecases.tie_out import untied

SHIPPING = "Shipping"

# docs.stripe.com/tax/tax-codes (2026-11): clothes, books …; food; tangible goods in general.
_GOODS = ("txcd_3", "txcd_4", "txcd_99999999")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a person must look before anything is issued. Holds nothing about the buyer."""

    why: str


def lines_from_session(
    session: PricedSession, seller: Seller
) -> tuple[InvoiceLine, ...] | Objection:
    """Lines whose sums are what was paid, with the tax that was taken.

    A line without a category of EN 16931 is no objection: its document is issued without XML.
    """
    if session.currency not in CURRENCIES:
        return Objection(f"{session.currency} is not a supported currency")
    if why := untied(session):
        return Objection(why)
    items = session.line_items.data
    lines = [_line(session, item, seller) for item in items]
    if session.shipping_cost is not None and session.shipping_cost.amount_total:
        are_goods = any(map(is_goods, items))
        lines.append(_shipping(session, session.shipping_cost, seller, are_goods=are_goods))
    return tuple(lines)


def _line(session: PricedSession, item: LineItem, seller: Seller) -> InvoiceLine:
    product = item.price.product
    treatment = _treatment(session, item.taxes, seller, is_goods=is_goods(item))
    full = item.amount_subtotal
    if not _is_inclusive(item.taxes):
        # Prices without tax: what was taken off lost its tax as well.
        full = item.amount_total + _with_tax(item.amount_discount, treatment.percent)
    unit = _rounded(Decimal(full) / item.quantity)
    return InvoiceLine(
        sku=product.metadata.get("sku", ""),
        name=printable(product.name),
        description=printable(product.description or ""),
        quantity=item.quantity,
        unit=Money(unit, session.currency),
        gross=Money(item.amount_total, session.currency),
        tax=Money(item.amount_tax, session.currency),
        treatment=treatment,
        full=None if unit * item.quantity == full else Money(full, session.currency),
    )


def _shipping(
    session: PricedSession, cost: ShippingCost, seller: Seller, *, are_goods: bool
) -> InvoiceLine:
    """A line of its own. What carries goods is taxed as they are (Art. 78(b), 2006/112/EC)."""
    gross = Money(cost.amount_total, session.currency)
    return InvoiceLine(
        sku="",
        name=SHIPPING,
        description="",
        quantity=1,
        unit=gross,
        gross=gross,
        tax=Money(cost.amount_tax, session.currency),
        treatment=_treatment(session, cost.taxes, seller, is_goods=are_goods),
    )


def _treatment(
    session: PricedSession, taxes: tuple[Tax, ...], seller: Seller, *, is_goods: bool
) -> TaxTreatment:
    charged = [tax for tax in taxes if tax.rate.applied] or list(taxes[:1])
    first = charged[0] if charged else None
    facts = TaxFacts(
        reason="" if first is None else first.taxability_reason or "",
        percent=sum((tax.rate.applied for tax in charged), Decimal()),
        rate_country="" if first is None else first.rate.country or seller.address.country,
        tax_type="" if first is None else first.rate.tax_type or "",
        is_goods=is_goods,
        seller_country=seller.address.country,
        regime=seller.regime,
        buyer_country=session.sent_to,
        buyer_vat_id=session.vat_id,
    )
    if len(charged) > 1:
        return Unmappable(Why.SEVERAL_TAXES, facts).treatment
    found = treatment_of(facts)
    return found.treatment if isinstance(found, Unmappable) else found


def is_goods(item: LineItem) -> bool:
    product = item.price.product
    return bool(product.shippable) or (product.tax_code or "").startswith(_GOODS)


def _is_inclusive(taxes: Iterable[Tax]) -> bool:
    return all(tax.rate.inclusive for tax in taxes)


def _with_tax(minor: int, percent: Decimal) -> int:
    return _rounded(minor * (100 + percent) / 100)


def _rounded(minor: Decimal) -> int:
    return int(minor.quantize(Decimal(1), rounding=ROUND_HALF_UP))
