"""Where the books differ from what the provider says about money that went back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.ledger import Account, JournalEntry
from shared.domain.refund import Refund
from shared.domain.refund_request import RefundRequest
from shared.usecases.refund_metadata import REQUEST_KEY
from tests.chaos.refund_desk import Refunded
from tests.chaos.shop import Shop

CREDITED = (DocumentKind.CREDIT_NOTE,)
TAKEN_BACK = (DocumentKind.CREDIT_NOTE, DocumentKind.REVERSAL)
PAPERS: dict[str, tuple[tuple[DocumentKind, ...], ...]] = {
    "pending": ((),),
    "succeeded": (CREDITED,),
    "failed": (TAKEN_BACK, ()),  # the latter if we learned of its failure first
    "canceled": (TAKEN_BACK, ()),
}
OURS = {"canceled": "failed"}  # where our word for a status is another one


def wrong_refunds(shop: Shop) -> Iterator[str]:
    for refund in shop.refunds.made:
        yield from _wrong_papers(shop, refund)
    yield from _wrong_money(shop)
    yield from _wrong_requests(shop)


def _wrong_papers(shop: Shop, refund: Refunded) -> Iterator[str]:
    status = refund.status_at(shop.clock.at)
    found = [
        document
        for document in shop.database.scan(Invoice)
        if document.snapshot.corrects and document.snapshot.corrects.refund_id == refund.id
    ]
    kinds = tuple(sorted(document.snapshot.kind for document in found))
    if kinds not in PAPERS[status]:
        yield f"{refund.id}, {status}, has {kinds}"
    for document in found:
        if document.snapshot.total.minor != refund.amount_minor:
            yield f"{document.id} is over {document.snapshot.total}"
    known = [record for record in shop.database.scan(Refund) if record.id == refund.id]
    if [record.status for record in known] != [OURS.get(status, status)]:
        yield f"{refund.id} is {status}, and known as {[record.status for record in known]}"


def _wrong_money(shop: Shop) -> Iterator[str]:
    booked: dict[Account, int] = defaultdict(int)
    for entry in shop.database.scan(JournalEntry):
        for posting in entry.postings:
            booked[posting.account] += posting.amount.minor
    held = shop.refunds.held_minor()
    if booked[Account.STRIPE] != held:
        yield f"the provider holds {held}, the books say {booked[Account.STRIPE]}"
    if held == 0 and any(booked.values()):
        yield f"everything went back, and the books still say {dict(booked)}"


def _wrong_requests(shop: Shop) -> Iterator[str]:
    """Each wish has one answer, and at most one refund, which is the one it was answered."""
    for request in shop.database.scan(RefundRequest):
        made = [
            refund.id
            for refund in shop.refunds.made
            if refund.metadata.get(REQUEST_KEY) == request.id
        ]
        if not request.is_answered:
            yield f"{request.id} was never answered"
        if made != ([request.refund_id] if request.refund_id else []):
            yield f"{request.id} was answered {request.refund_id}, and {made} were made"
