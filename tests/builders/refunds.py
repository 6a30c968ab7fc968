"""A sale whose money goes back, told as Stripe tells it."""

from __future__ import annotations

from shared.domain.cause import Cause
from shared.domain.checkout_key import sha256_of
from shared.domain.ids import InvoiceId, OrderId, receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import Account, JournalEntry
from shared.domain.money import Money
from shared.domain.refund_request import RefundRequest
from shared.usecases.audit.books import NO_PATIENCE
from tests.builders.invoices import ORDER_ID, PAYMENT_ID, TRACEPARENT
from tests.builders.purchases import a_shop, receipted
from tests.chaos.shop import Shop
from tests.fakes.world import NOON


def a_refund_request(order_id: OrderId = ORDER_ID, *, key: str = "a-key") -> RefundRequest:
    """Stored, and not told to the provider."""
    return RefundRequest(
        id=f"rfr_{sha256_of(key)[:32]}",
        body_sha256=sha256_of("{}"),
        order_id=order_id,
        payment_id=PAYMENT_ID,
        amount=Money(10_00, "eur"),
        lines="",
        reason="",
        requested_at=NOON,
        requested_by="ada@shop.example",
        traceparent=TRACEPARENT,
    )


def tell(shop: Shop, *events: bytes) -> None:
    for event in events:
        shop.receive_stripe(event, TRACEPARENT)


def to_rest(shop: Shop, *, but: InvoiceId | None = None) -> None:
    """Number, draw and mail whatever waits. The mail of the document `but` is left."""
    shop.sweep_waiting()
    for document in list(shop.database.scan(Invoice)):
        cause = Cause("evt_numbered", TRACEPARENT)
        shop.issue(document.id, cause)
        if document.id != but:
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
