"""Money that went back, and the documents that say so."""

from __future__ import annotations

from shared.domain.credit_note import remaining
from shared.domain.ids import invoice_id_of
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.refund import Refund, RefundStatus
from shared.usecases.audit.books import Books, Breach, Found

NAME = "6 refunds have their credit notes"


def refunds_have_their_documents(books: Books) -> Found:
    """What succeeded has a credit note over its amount; what failed after that, a reversal."""
    for refund in books.refunds.values():
        invoice = books.invoices.get(invoice_id_of(refund.order_id))
        if invoice is None:
            continue  # of money that never became a sale
        if refund.needs_credit_note or refund.needs_reversal:
            yield Breach(NAME, f"{refund.status} without its document", (refund.id,))
        yield from _covered(books, refund, invoice)


def requests_are_answered(books: Books) -> Found:
    """Whoever asked has to know before the provider's key expires; the money may be back."""
    for request in books.refund_requests.values():
        if not request.is_answered and not request.may_be_asked(books.at):
            yield Breach(NAME, "asked for, and never answered", (request.id, request.order_id))


def credits_are_within_their_invoice(books: Books) -> Found:
    for invoice in books.invoices.values():
        if any(rest.minor < 0 for rest in remaining(invoice)):
            yield Breach(NAME, "more taken back than was invoiced", (invoice.id,))


def corrections_name_what_they_correct(books: Books) -> Found:
    for document in books.invoices.values():
        corrects = document.snapshot.corrects
        if document.snapshot.kind is DocumentKind.INVOICE:
            continue
        named = books.invoices.get(corrects.invoice_id) if corrects else None
        if named is None or corrects is None or named.number_text != corrects.number_text:
            yield Breach(NAME, "a correction of nothing", (document.id,))
        if corrects is not None and corrects.refund_id not in books.refunds:
            yield Breach(NAME, "a correction without its refund", (document.id,))


def _covered(books: Books, refund: Refund, invoice: Invoice) -> Found:
    """The document's amount and the invoice's own record of it are the refund's."""
    found = [credit for credit in invoice.credits if credit.refund_id == refund.id]
    if len(found) != (1 if refund.credit_note_id else 0):
        yield Breach(NAME, f"{len(found)} credits on the invoice", (refund.id, invoice.id))
    for credit in found:
        if credit.gross_minor != refund.amount.minor:
            yield Breach(NAME, "credited another amount", (refund.id, invoice.id))
        if credit.is_reversed != (refund.status is RefundStatus.FAILED):
            yield Breach(NAME, "a failed refund still counts", (refund.id, invoice.id))
    for document_id in filter(None, (refund.credit_note_id, refund.reversal_id)):
        document = books.invoices.get(document_id)
        if document is None or document.snapshot.total != refund.amount:
            yield Breach(NAME, "no document over its amount", (refund.id, document_id))
