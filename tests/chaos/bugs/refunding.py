"""Bugs of what follows from a refund: documents, ledger and mails that say something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.domain import credit_note
from shared.domain.cause import Cause
from shared.domain.delivery import InboxEntry, LoggedEvent, Outcome
from shared.domain.errors import NotYet
from shared.domain.ids import ReceiptId
from shared.domain.invoice import Correction, DocumentKind, Invoice
from shared.domain.ledger import JournalEntry, Posting, entry_for_correction
from shared.domain.refund import Refund, RefundStatus
from shared.events.commerce import OrderRefunded
from shared.usecases import apply_refund, issue_document, settle_receipt
from shared.usecases.apply_refund import ApplyRefund
from shared.usecases.ports.database import Record
from shared.usecases.transaction import Session
from tests.chaos.stories import (
    REFUND,
    REFUND_BY_HAND,
    REFUND_CANCELED,
    REFUND_FAILED_LATER,
    REFUND_TOLD_FIRST,
    REFUNDS_IN_PARTS,
)

Patch = pytest.MonkeyPatch


def mail_events_of_corrections_taken_for_nobodys(patch: Patch) -> None:
    """A mail whose reply was lost waits for an event that is thrown away, and goes out twice."""
    of_invoices = re.compile(r"rcp_[a-z0-9]{26}")
    patch.setattr(
        settle_receipt, "is_receipt_id", lambda text: of_invoices.fullmatch(text) is not None
    )


def mails_of_one_order_share_an_id(patch: Patch) -> None:
    """A correction's mail takes the place of the receipt."""

    def of_the_order(document_id: str) -> ReceiptId:
        return ReceiptId(f"rcp_{document_id.split('_')[1]}")

    patch.setattr(issue_document, "receipt_id_of", of_the_order)


def pending_taken_for_succeeded(patch: Patch) -> None:
    status = apply_refund._status  # noqa: SLF001 - where the provider's word becomes ours

    def hopeful(told: Any) -> RefundStatus:
        return RefundStatus.SUCCEEDED if told.status == "pending" else status(told)

    patch.setattr(apply_refund, "_status", hopeful)


def last_report_wins(patch: Patch) -> None:
    patch.setattr(Refund, "reported", lambda self, status: replace(self, status=status))


def early_refund_dropped(patch: Patch) -> None:
    """What comes before its payment is noted as nobody's, and never looked at again."""
    apply = ApplyRefund.__call__

    def hasty(self: ApplyRefund, event: Any, cause: Cause) -> None:
        try:
            apply(self, event, cause)
        except NotYet as reason:
            ignored = _seen(self, event, cause, f"stripe:{event.id}", Outcome.IGNORED, str(reason))
            self.transactions(lambda session: session.create(ignored))

    patch.setattr(ApplyRefund, "__call__", hasty)


def refund_remembered_before_it_is_applied(patch: Patch) -> None:
    """Deduplication in a commit of its own: a crash in between loses the refund."""
    apply = ApplyRefund.__call__

    def hasty(self: ApplyRefund, event: Any, cause: Cause) -> None:
        seen = _seen(self, event, cause, f"seen:{event.id}", Outcome.APPLIED, None)

        def first_time(session: Session) -> bool:
            if session.get(InboxEntry, seen.id) is not None:
                return False
            session.create(seen)
            return True

        if self.transactions(first_time):
            apply(self, event, cause)

    patch.setattr(ApplyRefund, "__call__", hasty)


def _seen(
    use_case: ApplyRefund,
    event: Any,
    cause: Cause,
    entry_id: str,
    outcome: Outcome,
    why: str | None,
) -> InboxEntry:
    return InboxEntry(
        id=entry_id,
        type=event.type,
        outcome=outcome,
        received_at=use_case.now(),
        traceparent=cause.traceparent,
        why=why,
    )


def credit_note_forgotten_by_its_refund(patch: Patch) -> None:
    """The next event about the refund finds nothing, and wants a credit note of its own."""
    _save_changed(patch, Refund, lambda refund: replace(refund, credit_note_id=None))


def credit_not_kept_on_the_invoice(patch: Patch) -> None:
    _save_changed(patch, Invoice, lambda invoice: replace(invoice, credits=()))


def _save_changed(patch: Patch, kind: type[Any], change: Callable[[Any], Any]) -> None:
    save = Session.save

    def careless(self: Session, record: Record) -> None:
        save(self, change(record) if isinstance(record, kind) else record)

    patch.setattr(Session, "save", careless)


def failure_of_a_refund_ignored(patch: Patch) -> None:
    patch.setattr(Refund, "needs_reversal", property(lambda _self: False))


def failed_refund_still_counts(patch: Patch) -> None:
    patch.setattr(apply_refund, "uncredited", lambda invoice, _refund_id: invoice)


def reversal_booked_like_its_credit_note(patch: Patch) -> None:
    def one_way(document: Invoice, **named: Any) -> JournalEntry:
        entry = entry_for_correction(document, **named)
        if document.snapshot.kind is DocumentKind.CREDIT_NOTE:
            return entry
        turned = tuple(Posting(posting.account, -posting.amount) for posting in entry.postings)
        return replace(entry, postings=turned)

    patch.setattr(apply_refund, "entry_for_correction", one_way)


def reversal_numbered_as_a_credit_note(patch: Patch) -> None:
    def in_the_wrong_series(note: Invoice, **named: Any) -> Invoice:
        return replace(credit_note.reversal_for(note, **named), series=note.series)

    patch.setattr(apply_refund, "reversal_for", in_the_wrong_series)


def tax_of_each_part_rounded_by_itself(patch: Patch) -> None:
    """The parts' tax does not add up to the invoice's."""

    def by_itself(invoice: Invoice, place: int, gross: int) -> int:
        line = invoice.snapshot.lines[place]
        return round(gross * line.tax.minor / line.gross.minor)

    patch.setattr(credit_note, "_tax_in", by_itself)


def refunds_of_one_order_told_as_one(patch: Patch) -> None:
    patch.setattr(OrderRefunded, "subject", property(lambda _self: ""))


def refund_not_told(patch: Patch) -> None:
    create = Session.create

    def silent(self: Session, record: Record) -> None:
        if not (isinstance(record, LoggedEvent) and record.type == "order.refunded.v1"):
            create(self, record)

    patch.setattr(Session, "create", silent)


def credit_note_of_an_invoice_without_a_number(patch: Patch) -> None:
    def hasty(corrected: Invoice, refund_id: str) -> Correction:
        day = corrected.issue_date or corrected.requested_at.date()
        return Correction(corrected.id, corrected.number_text or "", day, refund_id)

    patch.setattr(credit_note, "_correction", hasty)


BUGS_OF_REFUNDING = (
    (mail_events_of_corrections_taken_for_nobodys, REFUND),
    (mails_of_one_order_share_an_id, REFUND),
    (refund_not_told, REFUND),
    (credit_not_kept_on_the_invoice, REFUND),
    (refund_remembered_before_it_is_applied, REFUND),
    (credit_note_forgotten_by_its_refund, REFUND_BY_HAND),
    (pending_taken_for_succeeded, REFUND_CANCELED),
    (failure_of_a_refund_ignored, REFUND_FAILED_LATER),
    (failed_refund_still_counts, REFUND_FAILED_LATER),
    (reversal_booked_like_its_credit_note, REFUND_FAILED_LATER),
    (reversal_numbered_as_a_credit_note, REFUND_FAILED_LATER),
    (tax_of_each_part_rounded_by_itself, REFUNDS_IN_PARTS),
    (refunds_of_one_order_told_as_one, REFUNDS_IN_PARTS),
    (last_report_wins, REFUND_TOLD_FIRST),
    (early_refund_dropped, REFUND_TOLD_FIRST),
    (credit_note_of_an_invoice_without_a_number, REFUND_TOLD_FIRST),
)
