"""The files of an invoice, as the generator makes them."""

from __future__ import annotations

from shared.adapters.einvoice.hybrid import hybrid
from shared.adapters.invoice_document.document import render_invoice
from shared.domain.invoice import Invoice
from shared.usecases.issue_document import Rendered


def printed(invoice: Invoice) -> Rendered:
    return hybrid(invoice, render_invoice)
