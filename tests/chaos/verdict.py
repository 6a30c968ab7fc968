"""What is wrong with a world at rest, beyond what its own audit can see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from shared.adapters.firestore.codec import COLLECTIONS
from shared.domain.checkout_key import CheckoutKey
from shared.domain.delivery import LoggedEvent
from shared.domain.invoice import Invoice
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt
from tests.chaos.run import Run
from tests.chaos.shop import Shop
from tests.chaos.verdict_on_refunds import wrong_refunds


def flaws_of(run: Run) -> list[str]:
    """Run to rest. Empty for a story that ended as it may, and that repetition does not move."""
    breaches = [str(breach) for breach in run.to_rest()]
    return [
        *breaches,
        *_wrong_sales(run),
        *_wrong_documents(run),
        *wrong_refunds(run.shop),
        *_restless(run),
    ]


def ending_of(run: Run) -> tuple[str, ...]:
    """Series of the documents, sorted."""
    return tuple(sorted(document.series for document in run.shop.database.scan(Invoice)))


def _wrong_sales(run: Run) -> Iterator[str]:
    shop = run.shop
    orders = run.story.endings[0].count("INV")
    statuses = [order.status for order in shop.database.scan(Order)]
    if statuses != [OrderStatus.PAID] * orders:
        yield f"orders are {statuses}"
    if len(shop.provider.parameters) != orders:
        yield f"{len(shop.provider.parameters)} pages to pay on"
    answers = [key.answer.status for key in shop.database.scan(CheckoutKey) if key.answer]
    if answers != [201] * orders:
        yield f"the buyers were answered {answers}"
    published = {message.attributes["event_id"] for message in shop.commerce_events.published}
    if published != {event.id for event in shop.database.scan(LoggedEvent)}:
        yield f"told only {sorted(published)}"


def _wrong_documents(run: Run) -> Iterator[str]:
    shop = run.shop
    if ending_of(run) not in run.story.endings:
        yield f"documents are of {ending_of(run)}"
    numbers = sorted(document.number_text or "" for document in shop.database.scan(Invoice))
    if numbers != _gapless(ending_of(run)):
        yield f"numbers are {numbers}"
    kept = [f"invoices/2026/{number}.{end}" for number in numbers for end in ("json", "pdf")]
    if shop.archive.names() != kept:
        yield f"documents are {shop.archive.names()}"
    mails = Counter(mail.receipt_id for mail in shop.mailer.sent)
    if mails != Counter(receipt.id for receipt in shop.database.scan(Receipt)):
        yield f"mails are {mails}"


def _gapless(series: tuple[str, ...]) -> list[str]:
    return [
        f"{name}-2026-{number:06d}"
        for name, count in sorted(Counter(series).items())
        for number in range(1, count + 1)
    ]


def _restless(run: Run) -> Iterator[str]:
    """Whether anything happens when every message comes once more."""
    shop = run.shop
    before, mails, refunds = _records(shop), len(shop.mailer.sent), shop.refunds.made[:]
    run.everything_again()
    if _records(shop) != before:
        yield "repetition changes the books"
    if len(shop.mailer.sent) != mails:
        yield "repetition sends mail"
    if shop.refunds.made != refunds:
        yield "repetition gives money back"


def _records(shop: Shop) -> dict[type[Any], list[Any]]:
    return {kind: list(shop.database.scan(kind)) for kind in COLLECTIONS}
