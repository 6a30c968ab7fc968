"""The tax of a document is what its lines contain, and what was booked."""

from __future__ import annotations

from shared.domain.accounting_currency import national_currency
from shared.domain.catalog import TaxedBy
from shared.domain.invoice import DocumentKind, InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine, invoice_lines, taxes_of
from shared.domain.ledger import Account, JournalEntry, entry_id_of
from shared.domain.order import Order
from shared.domain.tax import TaxCategory
from shared.domain.taxed_sale import is_what_was_ordered
from shared.usecases.audit.books import Books, Breach, Found

NAME = "8 paid equals invoiced equals booked"
_TAXED = {TaxCategory.STANDARD, TaxCategory.OTHER}
_ROUNDING_MINOR = 1  # the provider rounds each line by itself


def invoices_repeat_their_orders(books: Books) -> Found:
    """The same lines, and the tax that follows from them: printed and booked."""
    for invoice in books.invoices.values():
        order, snapshot = books.orders.get(invoice.order_id), invoice.snapshot
        is_sale = snapshot.kind is DocumentKind.INVOICE
        if is_sale and order and not _repeats(snapshot, order):
            yield Breach(NAME, "the invoice has other lines than its order", (invoice.id,))
        if any(map(_is_overtaxed, snapshot.lines)):
            yield Breach(NAME, "a line contains more tax than its rate gives", (invoice.id,))
        booked = _booked(books.journal.get(entry_id_of(invoice)))
        if snapshot.taxes != taxes_of(snapshot.lines) or booked != snapshot.tax.minor:
            yield Breach(NAME, "the tax is not what the lines contain", (invoice.id,))


def tax_is_stated_in_the_states_currency(books: Books) -> Found:
    """Where it is not the sale's (Art. 230, 2006/112/EC): a rate is frozen beside the tax."""
    for document in books.invoices.values():
        sold = document.snapshot
        due = national_currency(sold.seller, sold.total.currency) if sold.tax.minor else None
        stated = None if sold.exchange is None else sold.exchange.currency
        if due is not None and stated != due:
            yield Breach("24 tax in the state's currency", f"no {due} beside it", (document.id,))


def _repeats(snapshot: InvoiceSnapshot, order: Order) -> bool:
    if order.taxed_by is TaxedBy.PROVIDER:
        return is_what_was_ordered(snapshot.lines, order.lines)
    seller = snapshot.seller
    return snapshot.lines == invoice_lines(order.lines, seller.address.country, seller.regime)


def _is_overtaxed(line: InvoiceLine) -> bool:
    """Less is possible: the base of some taxes is less than the price."""
    if line.treatment.category not in _TAXED:
        return line.tax.minor != 0
    percent = line.treatment.percent
    due = line.gross.minor * percent / (100 + percent)
    return not 0 <= line.tax.minor <= due + _ROUNDING_MINOR


def _booked(entry: JournalEntry | None) -> int:
    postings = entry.postings if entry else ()
    return sum(abs(it.amount.minor) for it in postings if it.account is Account.VAT)
