"""One receipt in each of its states, as it gets there."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.receipt import GRACE, Receipt, ReceiptStatus
from tests.builders.invoices import a_receipt, an_invoice
from tests.fakes.world import NOON

FENCE = 1  # what the first claim is given
LAPSED = NOON + GRACE.lease


def a_receipt_that_is(status: ReceiptStatus) -> Receipt:
    """Claimed at noon, unless it is still queued."""
    queued = a_receipt(an_invoice())
    sending = queued.claim("holder-1", at=NOON)
    match status:
        case ReceiptStatus.QUEUED:
            return queued
        case ReceiptStatus.SENDING:
            return sending
        case ReceiptStatus.UNKNOWN:
            return sending.doubtful(FENCE)
        case ReceiptStatus.SENT:
            return sending.confirmed("ses-1", at=NOON + timedelta(seconds=1), by="reply")
        case ReceiptStatus.FAILED:
            return sending.failed(FENCE, "refused for good")
        case ReceiptStatus.SUPERSEDED:
            return queued.superseded("the order is paid")
