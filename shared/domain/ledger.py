"""Double entry. An entry is one immutable document whose postings sum to zero, or it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.errors import Broken
from shared.domain.ids import OrderId, suffix_of
from shared.domain.invoice import DocumentKind, Invoice, InvoiceSnapshot
from shared.domain.money import Money


class Account(StrEnum):
    STRIPE = "assets:stripe"  # what the provider holds for us
    ORDERS = "clearing:orders"  # what a buyer owes between sale and payment: 0 when settled
    SALES = "income:sales"
    VAT = "liabilities:vat"


@dataclass(frozen=True, slots=True)
class Posting:
    account: Account
    amount: Money  # debit positive, credit negative


@dataclass(frozen=True, slots=True)
class JournalEntry:
    id: str
    order_id: OrderId
    at: datetime
    cause: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        unbalanced = {code: sum_ for code, sum_ in balance(self.postings).items() if sum_}
        if len(self.postings) < 2 or unbalanced:  # noqa: PLR2004 - double entry means two
            raise Broken(f"journal entry {self.id} does not balance: {unbalanced}")


def balance(postings: Sequence[Posting]) -> dict[str, int]:
    """Currency → sum in minor units."""
    sums: dict[str, int] = {}
    for posting in postings:
        code = posting.amount.currency
        sums[code] = sums.get(code, 0) + posting.amount.minor
    return sums


def entry_id_of(document: Invoice) -> str:
    """One entry per document: the sale, its refunds, and refunds that failed."""
    if document.snapshot.kind is DocumentKind.INVOICE:
        return f"je_sale_{suffix_of(document.order_id)}"
    return f"je_{document.id}"


def entry_for_sale(snapshot: InvoiceSnapshot, *, at: datetime, cause: str) -> JournalEntry:
    """The sale and its payment in one entry: the buyer's debt arises and is settled."""
    return JournalEntry(
        id=f"je_sale_{suffix_of(snapshot.order_id)}",
        order_id=snapshot.order_id,
        at=at,
        cause=cause,
        postings=_settled(snapshot),
    )


def entry_for_correction(document: Invoice, *, at: datetime, cause: str) -> JournalEntry:
    """A credit note with its refund, or the reversal of both: the sale's postings, turned."""
    postings = _settled(document.snapshot)
    if document.snapshot.kind is DocumentKind.CREDIT_NOTE:
        postings = tuple(Posting(posting.account, -posting.amount) for posting in postings)
    return JournalEntry(
        id=entry_id_of(document),
        order_id=document.order_id,
        at=at,
        cause=cause,
        postings=postings,
    )


def _settled(snapshot: InvoiceSnapshot) -> tuple[Posting, ...]:
    gross = snapshot.total
    return (
        Posting(Account.ORDERS, gross),
        Posting(Account.SALES, -snapshot.net),
        Posting(Account.VAT, -snapshot.tax),
        Posting(Account.STRIPE, gross),
        Posting(Account.ORDERS, -gross),
    )
