"""A sale whose money goes back, told as Stripe tells it."""

from __future__ import annotations

from shared.domain.cause import Cause
from shared.domain.ids import OrderId, receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import Account, JournalEntry
from shared.usecases.audit.books import NO_PATIENCE
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, receipted
from tests.chaos.shop import Shop


def tell(shop: Shop, *events: bytes) -> None:
    for event in events:
        shop.receive_stripe(event, TRACEPARENT)


def to_rest(shop: Shop) -> None:
    """Number, draw and mail whatever waits."""
    shop.sweep_waiting()
    for document in list(shop.database.scan(Invoice)):
        cause = Cause("evt_numbered", TRACEPARENT)
        shop.issue(document.id, cause)
        shop.send_receipt(receipt_id_of(document.id), cause)


def sold(number: int = 1) -> tuple[Shop, OrderId]:
    shop = a_shop()
    return shop, receipted(shop, number)


def held_by_stripe(shop: Shop) -> int:
    return sum(
        posting.amount.minor
        for entry in shop.database.scan(JournalEntry)
        for posting in entry.postings
        if posting.account is Account.STRIPE
    )


def breaches(shop: Shop) -> list[str]:
    return [str(breach) for breach in shop.audit(NO_PATIENCE).breaches]
