"""An order's invoice and what corrects it, without a query: their ids follow from each other."""

from __future__ import annotations

from shared.domain.ids import OrderId, credit_note_id_of, reversal_id_of
from shared.domain.invoice import Invoice
from shared.domain.numbering import NumberRecord, record_id_of
from shared.usecases.ports.database import Database, Key, record_in


def documents_of(database: Database, invoice: Invoice | None) -> list[Invoice]:
    """In the order in which they came about. An order without refunds costs no further read."""
    if invoice is None:
        return []
    keys = [
        Key(Invoice, make_id(invoice.order_id, credit.refund_id))
        for credit in invoice.credits
        for make_id in (credit_note_id_of, reversal_id_of)
        if make_id is credit_note_id_of or credit.is_reversed
    ]
    corrections = map(record_in, database.read(keys)) if keys else ()
    return [invoice, *filter(None, corrections)]


def order_of_number(database: Database, number_text: str) -> OrderId | None:
    """Whose document carries `INV-2026-000123`; None if nobody's does."""
    record = record_in(database.read([Key(NumberRecord, record_id_of(number_text))])[0])
    if record is None:
        return None
    document = record_in(database.read([Key(Invoice, record.invoice_id)])[0])
    return None if document is None else document.order_id
