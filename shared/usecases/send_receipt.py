"""Send one mail. Claim, send, confirm; whatever is in doubt waits for the provider's event."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.errors import Broken, NotYet
from shared.domain.ids import ReceiptId
from shared.domain.invoice import Invoice
from shared.domain.mail_plan import still_true
from shared.domain.order import Order
from shared.domain.receipt import GRACE, Grace, OutcomeUnknown, Receipt, ReceiptStatus
from shared.events.commerce import ReceiptSent, logged
from shared.usecases.ports.archive import Archive
from shared.usecases.ports.database import Key
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.mail import Mail, Mailer, MailRefused, NotAccepted
from shared.usecases.ports.world import Now, Randomness
from shared.usecases.relay import Relay
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)


class ReceiptUnknown(NotYet):
    """The task came before its receipt can be read."""


class TryAgain(NotYet):
    """The provider certainly did not take the mail; the queue brings the task back."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document, and its file to attach."""

    invoice: Invoice
    pdf: bytes


class Compose(Protocol):
    def __call__(self, receipt: Receipt, about: Enclosed | Order) -> Mail:
        """Raise `MailRefused` for an address that no mail can be sent to."""
        ...


@dataclass(frozen=True, slots=True)
class SendReceipt:
    transactions: Transactions
    archive: Archive
    compose: Compose
    mailer: Mailer
    relay: Relay
    randomness: Randomness
    now: Now
    grace: Grace = GRACE

    def __call__(self, receipt_id: ReceiptId, cause: Cause) -> None:
        """Raise `NotYet` when the task must come back."""
        receipt, about = self._read(receipt_id)
        if receipt.is_settled:
            log.info("receipt settled before", extra=_ids(receipt))
            return
        try:
            mail = self._composed(receipt, about)  # before the claim: the lease is short
        except MailRefused as refusal:
            self._give_up(receipt, str(refusal))
            return
        claimed = self._claim(receipt)
        if claimed is not None:
            self._send(claimed, mail, cause)

    def _read(self, receipt_id: ReceiptId) -> tuple[Receipt, Invoice | Order]:
        def read(session: Session) -> tuple[Receipt | None, Invoice | Order | None]:
            receipt = session.get(Receipt, receipt_id)
            if receipt is None:
                return None, None
            if receipt.invoice_id is None:
                return receipt, session.get(Order, receipt.order_id)
            return receipt, session.get(Invoice, receipt.invoice_id)

        receipt, about = self.transactions(read)
        if receipt is None or about is None:
            raise ReceiptUnknown(f"{receipt_id} is not known")
        return receipt, about

    def _composed(self, receipt: Receipt, about: Invoice | Order) -> Mail:
        if isinstance(about, Order):
            return self.compose(receipt, about)
        if about.document is None:
            raise Broken(f"{about.id} has a receipt but no document")
        return self.compose(receipt, Enclosed(about, self.archive.read(about.document.name)))

    def _claim(self, known: Receipt) -> Receipt | None:
        """The receipt with our fence on it, or None if there is nothing left to send."""
        at, holder = self.now(), self.randomness.token()

        def claim(session: Session) -> Receipt:
            receipt = _current(session, known)
            if receipt.holder == holder:
                return receipt  # our own commit, whose reply was lost
            lapsed = receipt.lapsed(at=at)
            if lapsed is not receipt:
                session.save(lapsed)
                return lapsed
            kept = _unless_overtaken(session, receipt)
            if kept.is_settled:
                session.save(kept)
                return kept
            claimed = receipt.claim(holder, at=at, grace=self.grace)
            session.save(claimed)
            return claimed

        receipt = self.transactions(claim)
        if receipt.status is ReceiptStatus.UNKNOWN:
            log.warning("receipt outcome unknown", extra=_ids(receipt))
            raise OutcomeUnknown(f"{receipt.id}: the sender before us fell silent")
        if receipt.status is ReceiptStatus.SUPERSEDED:
            log.info("receipt superseded", extra={**_ids(receipt), "why": receipt.why})
        return None if receipt.is_settled else receipt

    def _give_up(self, receipt: Receipt, why: str) -> None:
        claimed = self._claim(receipt)
        if claimed is not None:
            self._conclude(claimed, lambda found: found.failed(claimed.fence, why))

    def _send(self, claimed: Receipt, mail: Mail, cause: Cause) -> None:
        if claimed.lease_until is None or self.now() >= claimed.lease_until:
            # We were stopped in between; somebody else may hold a newer fence by now.
            raise TryAgain(f"{claimed.id}: the lease ran out before the send")
        fence = claimed.fence
        try:
            message_id = self.mailer.send(mail)
        except NotAccepted as refusal:
            self._conclude(claimed, lambda found: found.not_accepted(fence))
            raise TryAgain(f"{claimed.id}: {refusal}") from refusal
        except MailRefused as refusal:
            why = str(refusal)
            self._conclude(claimed, lambda found: found.failed(fence, why))
            return
        except Unavailable as doubt:
            self._conclude(claimed, lambda found: found.doubtful(fence))
            raise OutcomeUnknown(f"{claimed.id}: {doubt}") from doubt
        at = self.now()
        rows = self.transactions(
            lambda session: confirm(session, claimed.id, message_id, at, "reply", cause)
        )
        log.info("receipt sent", extra={**_ids(claimed), "message_id": message_id})
        self.relay.try_now(rows)

    def _conclude(self, claimed: Receipt, change: Callable[[Receipt], Receipt]) -> None:
        def conclude(session: Session) -> Receipt:
            found = session.get(Receipt, claimed.id)
            if found is None:
                raise Broken(f"{claimed.id} has vanished")
            changed = change(found)
            session.save(changed)
            return changed

        after = self.transactions(conclude)
        log.warning("receipt not sent", extra={**_ids(after), "why": after.why})


def _current(session: Session, known: Receipt) -> Receipt:
    """As it is now; with it the order, where the mail's truth hangs on that."""
    of_order = [Key(Order, known.order_id)] if known.invoice_id is None else []
    session.load(Key(Receipt, known.id), *of_order)
    receipt = session.get(Receipt, known.id)
    if receipt is None:
        raise Broken(f"{known.id} has vanished")
    return receipt


def _unless_overtaken(session: Session, receipt: Receipt) -> Receipt:
    """Superseded, if the order has gone on since. It only rises, so that stays so."""
    if receipt.invoice_id is not None:
        return receipt
    order = session.get(Order, receipt.order_id)
    if order is None or still_true(receipt.fact, order.status):
        return receipt
    return receipt.superseded(f"the order is {order.status}")


def confirm(
    session: Session, receipt_id: ReceiptId, message_id: str, at: datetime, by: str, cause: Cause
) -> tuple[LoggedEvent, ...]:
    """Mark the receipt sent, however we learned it; the first to learn it tells the world."""
    receipt = session.get(Receipt, receipt_id)
    if receipt is None or receipt.status is ReceiptStatus.SENT:
        return ()
    session.save(receipt.confirmed(message_id, at=at, by=by))
    return announce(session, receipt, message_id, at, cause)


def announce(
    session: Session, receipt: Receipt, message_id: str, at: datetime, cause: Cause
) -> tuple[LoggedEvent, ...]:
    row = logged(
        ReceiptSent(order_id=receipt.order_id, receipt_id=receipt.id, message_id=message_id),
        at=at,
        cause=cause,
    )
    session.create(row)
    return (row,)


def _ids(receipt: Receipt) -> dict[str, str | int]:
    return {
        "order_id": receipt.order_id,
        "receipt_id": receipt.id,
        "status": receipt.status,
        "fence": receipt.fence,
    }
