"""An order's invoice and what corrects it, without a query: their ids follow from each other."""

from __future__ import annotations

from shared.domain.ids import credit_note_id_of, reversal_id_of
from shared.domain.invoice import Invoice
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
