"""Do the provider's numbers agree with each other? Only then may a document repeat them."""

from __future__ import annotations

from collections.abc import Iterator

from shared.events.stripe_priced_session import LineItem, PricedSession, ShippingCost, Tax

_ROUNDING_MINOR = 1  # per line and tax: the provider rounds each by itself


def untied(session: PricedSession) -> str | None:
    """What does not agree, or None."""
    if session.automatic_tax and session.automatic_tax.status not in {"complete", None}:
        return "the provider has not worked the tax out"
    if session.line_items.has_more:
        return "not all lines were read"
    if not session.line_items.data:
        return "the session has no lines"
    wrong = (_wrong_with(item) for item in session.line_items.data)
    return next(
        filter(None, (*wrong, _wrong_shipping(session.shipping_cost))), _wrong_sums(session)
    )


def _wrong_with(item: LineItem) -> str | None:
    net_or_gross = item.amount_subtotal - item.amount_discount
    added = sum(tax.amount for tax in item.taxes if not tax.rate.inclusive)
    if item.amount_total != net_or_gross + added:
        return "a line's total is not its price less discount, with tax"
    return _wrong_taxes(item.amount_tax, item.taxes)


def _wrong_shipping(cost: ShippingCost | None) -> str | None:
    if cost is None:
        return None
    added = sum(tax.amount for tax in cost.taxes if not tax.rate.inclusive)
    # The twin of a line, without discounts; its taxes are listed only where asked for.
    if cost.taxes and cost.amount_total != cost.amount_subtotal + added:
        return "the shipping's total is not its price with tax"
    return _wrong_taxes(cost.amount_tax, cost.taxes)


def _wrong_taxes(amount_tax: int, taxes: tuple[Tax, ...]) -> str | None:
    if amount_tax != sum(tax.amount for tax in taxes):
        return "a line's tax is not the sum of its taxes"
    if any(map(_is_off, taxes)):
        return "a tax is not its rate of what it is on"
    return None


def _is_off(tax: Tax) -> bool:
    if tax.taxable_amount is None:
        return False
    due = tax.taxable_amount * tax.rate.applied / 100
    return abs(tax.amount - due) > _ROUNDING_MINOR


def _wrong_sums(session: PricedSession) -> str | None:
    parts = list(_parts(session))
    if sum(total for total, _ in parts) != session.amount_total:
        return "the lines do not add up to what was paid"
    if sum(tax for _, tax in parts) != session.total_details.amount_tax:
        return "the taxes of the lines do not add up to the session's"
    return None


def _parts(session: PricedSession) -> Iterator[tuple[int, int]]:
    """(total, tax) of each line and of shipping."""
    for item in session.line_items.data:
        yield item.amount_total, item.amount_tax
    if session.shipping_cost is not None:
        yield session.shipping_cost.amount_total, session.shipping_cost.amount_tax
