"""What is wrong with a debit at rest: where the order stands, and what its buyer was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shared.domain.invoice import Invoice
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt, ReceiptStatus
from tests.builders.canonical import canonical
from tests.chaos.debit_stories import DEBIT_FAILED, DEBIT_FAILED_FIRST, DEBIT_PAID
from tests.chaos.run import Run

WAITING, FAILED, PAID = MailFact.AWAITING_FUNDS, MailFact.PAYMENT_FAILED, MailFact.PAID

# What the buyer may have been told, sorted; the first without any fault.
TOLD = {
    DEBIT_PAID.name: (OrderStatus.PAID, [[WAITING, PAID]]),
    DEBIT_FAILED.name: (OrderStatus.FAILED, [[WAITING, FAILED]]),
    # That the bank will move the money is no longer true when it is reported, unless whoever
    # brings the refusal stands still until then.
    DEBIT_FAILED_FIRST.name: (OrderStatus.FAILED, [[FAILED], [WAITING, FAILED]]),
}


def debit_flaws(run: Run) -> list[str]:
    """Run to rest. Empty for a debit that ended as it must, and that repetition does not move."""
    breaches = [str(breach) for breach in run.to_rest()]
    return [*breaches, *_wrong_ends(run), *_restless(run)]


def told_in(run: Run) -> list[MailFact]:
    """The facts that the buyer was told, in the order of their names."""
    sent = {mail.receipt_id for mail in run.shop.mailer.sent}
    return sorted(one.fact for one in run.shop.database.scan(Receipt) if one.id in sent)


def _wrong_ends(run: Run) -> Iterator[str]:
    shop, (status, allowed) = run.shop, TOLD[run.story.name]
    statuses = [order.status for order in shop.database.scan(Order)]
    if statuses != [status]:
        yield f"orders are {statuses}"
    documents = tuple(document.series for document in shop.database.scan(Invoice))
    if documents not in run.story.endings:
        yield f"documents are {documents}"
    sent = Counter(mail.receipt_id for mail in shop.mailer.sent)
    receipts = list(shop.database.scan(Receipt))
    if sent != Counter(one.id for one in receipts if one.status is ReceiptStatus.SENT):
        yield f"mails are {sent}"
    told = told_in(run)
    if told not in allowed:
        yield f"the buyer was told {told}"


def _restless(run: Run) -> Iterator[str]:
    """Whether anything happens when every message comes once more."""
    before, mails = canonical(run.shop.database), len(run.shop.mailer.sent)
    run.everything_again()
    if canonical(run.shop.database) != before:
        yield "repetition changes the books"
    if len(run.shop.mailer.sent) != mails:
        yield "repetition sends mail"
