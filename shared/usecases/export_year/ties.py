"""Whether the ledger says what the document says."""

from __future__ import annotations

from shared.domain.ledger import Account
from shared.usecases.export_year.issued import Issued


def booked_minor(issued: Issued, account: Account) -> int:
    """Debit positive, in the document's currency."""
    currency = issued.document.snapshot.total.currency
    return sum(
        posting.amount.minor
        for posting in (issued.entry.postings if issued.entry else ())
        if posting.account is account and posting.amount.currency == currency
    )


def untied(issued: Issued) -> str | None:
    """What does not agree, or None."""
    snapshot, sign = issued.document.snapshot, issued.sign
    if issued.entry is None:
        return "is not booked"
    rows = sum(row.net.minor + row.tax.minor for row in snapshot.taxes)
    if rows != snapshot.total.minor:
        return "has a tax summary that does not add up to its total"
    due = {
        Account.SALES: -sign * snapshot.net.minor,
        Account.VAT: -sign * snapshot.tax.minor,
        Account.STRIPE: sign * snapshot.total.minor,
    }
    wrong = [account for account, minor in due.items() if booked_minor(issued, account) != minor]
    return f"is booked with another amount on {wrong[0]}" if wrong else None
