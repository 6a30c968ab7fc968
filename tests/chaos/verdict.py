"""What is wrong with a world at rest, beyond what its own audit can see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shared.domain.checkout_key import CheckoutKey
from shared.domain.delivery import LoggedEvent
from shared.domain.invoice import Invoice
from shared.domain.order import Order, OrderStatus
from tests.builders.canonical import canonical
from tests.chaos.run import Run


def flaws_of(run: Run, orders: int = 1) -> list[str]:
    """Run to rest. Empty for `orders` sales, each made once and unmoved by repetition."""
    breaches = [str(breach) for breach in run.to_rest()]
    return [*breaches, *_wrong_sales(run, orders), *_restless(run)]


def _wrong_sales(run: Run, orders: int) -> Iterator[str]:
    shop = run.shop
    sales = list(shop.database.scan(Order))
    statuses = [order.status for order in sales]
    if statuses != [OrderStatus.PAID] * orders:
        yield f"orders are {statuses}"
    numbers = sorted(invoice.number_text or "" for invoice in shop.database.scan(Invoice))
    if numbers != [f"INV-2026-{number:06d}" for number in range(1, orders + 1)]:
        yield f"numbers are {numbers}"
    if shop.archive.names() != [f"invoices/2026/{number}.pdf" for number in numbers]:
        yield f"documents are {shop.archive.names()}"
    mails = Counter(mail.order_id for mail in shop.mailer.sent)
    if mails != Counter(order.id for order in sales):
        yield f"mails are {mails}"
    if len(shop.provider.parameters) != orders:
        yield f"{len(shop.provider.parameters)} pages to pay on"
    answers = [key.answer.status for key in shop.database.scan(CheckoutKey) if key.answer]
    if answers != [201] * orders:
        yield f"the buyers were answered {answers}"
    published = {message.attributes["event_id"] for message in shop.commerce_events.published}
    if published != {event.id for event in shop.database.scan(LoggedEvent)}:
        yield f"told only {sorted(published)}"


def _restless(run: Run) -> Iterator[str]:
    """Whether anything happens when every message comes once more."""
    shop = run.shop
    before, mails = canonical(shop.database), len(shop.mailer.sent)
    run.everything_again()
    if canonical(shop.database) != before:
        yield "repetition changes the books"
    if len(shop.mailer.sent) != mails:
        yield "repetition sends mail"
