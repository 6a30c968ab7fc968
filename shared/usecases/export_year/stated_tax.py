"""The tax of a document in one currency, so that a return can be summed from one column.

It is the tax that the document states in the currency of the seller's state (Art. 230 of
2006/112/EC), or its own tax where it states no other.
"""

from __future__ import annotations

from shared.domain.accounting_currency import national_currency
from shared.domain.allocation import allocate
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.money import Money


def stated_tax(sold: InvoiceSnapshot) -> Money:
    """Positive, like every amount of a document."""
    if sold.exchange is not None:
        return sold.exchange.convert(sold.tax)
    if sold.tax.minor:
        return sold.tax
    return Money(0, _due_in(sold) or sold.tax.currency)


def stated_parts(sold: InvoiceSnapshot) -> tuple[Money, ...]:
    """One for each row of its tax summary; they add up to `stated_tax`."""
    whole = stated_tax(sold)
    if not sold.tax.minor:
        return tuple(whole for _ in sold.taxes)
    if whole == sold.tax:
        return tuple(row.tax for row in sold.taxes)
    parts = allocate(whole.minor, [row.tax.minor for row in sold.taxes])
    return tuple(Money(part, whole.currency) for part in parts)


def is_unstated(sold: InvoiceSnapshot) -> bool:
    """Tax is owed in another currency, and the document has no rate of exchange."""
    return bool(sold.tax.minor) and sold.exchange is None and _due_in(sold) is not None


def _due_in(sold: InvoiceSnapshot) -> str | None:
    return national_currency(sold.seller, sold.total.currency)
