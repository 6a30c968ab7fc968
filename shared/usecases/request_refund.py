"""Give money back: the wish is stored first, then told to the provider, once per key.

The provider's own event about the refund does the rest, whoever asked for it: documents,
ledger and mail follow from `ApplyRefund` alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.checkout_key import sha256_of
from shared.domain.credit_note import TooMuch, credit_for, remaining
from shared.domain.errors import Broken, Refused
from shared.domain.ids import OrderId, invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.refund_request import RefundRequest
from shared.usecases.open_checkout import KeyMismatch
from shared.usecases.ports.database import Key
from shared.usecases.ports.payments import ProviderRefused, Refunds
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

TOO_LATE = "no answer came while it was safe to repeat; look there before asking anew"
REASONS = ("", "duplicate", "fraudulent", "requested_by_customer")


class NothingToRefund(Refused):
    """There is no such order, or nothing was paid for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to give back: some lines, an amount, or with neither everything that is left."""

    order_id: OrderId
    amount_minor: int | None = None
    lines: Mapping[str, int] | None = None  # SKU → minor units
    reason: str = ""
    requested_by: str


@dataclass(frozen=True, slots=True)
class RequestRefund:
    transactions: Transactions
    refunds: Refunds
    now: Now

    def __call__(self, wish: Wish, idempotency_key: str, body: str, cause: Cause) -> RefundRequest:
        """The request with what became of it, the same one for the same key.

        `NothingToRefund`, `TooMuch`, `KeyMismatch`: refused, nothing stored. `Unavailable`:
        the provider did not answer; the same key may, and should, be tried again. Should its
        reply never come, the provider's own event about the refund answers the request.
        """
        at = self.now()
        request_id = f"rfr_{sha256_of(idempotency_key)[:32]}"
        stored = self.transactions(
            lambda session: _store(session, wish, request_id, sha256_of(body), cause, at)
        )
        if stored.is_answered:
            log.info("refund replayed", extra=_ids(stored))
            return stored
        if not stored.may_be_asked(at):
            return self._decline(stored, TOO_LATE)
        try:
            refund_id = self.refunds.refund(stored)
        except ProviderRefused as refusal:
            return self._decline(stored, str(refusal))
        answered = self._record(stored.id, lambda found: found.accepted(refund_id))
        log.info("refund requested", extra={**_ids(stored), "refund_id": refund_id})
        return answered

    def _decline(self, request: RefundRequest, why: str) -> RefundRequest:
        answered = self._record(request.id, lambda found: found.declined(why))
        log.error("refund refused", extra={**_ids(request), "why": why})
        return answered

    def _record(
        self, request_id: str, change: Callable[[RefundRequest], RefundRequest]
    ) -> RefundRequest:
        def record(session: Session) -> RefundRequest:
            found = session.get(RefundRequest, request_id)
            if found is None:
                raise Broken(f"{request_id} has vanished")
            after = change(found)
            session.save(after)
            return after

        return self.transactions(record)


def _store(
    session: Session, wish: Wish, request_id: str, body_sha256: str, cause: Cause, at: datetime
) -> RefundRequest:
    session.load(
        Key(RefundRequest, request_id),
        Key(Order, wish.order_id),
        Key(Invoice, invoice_id_of(wish.order_id)),
    )
    known = session.get(RefundRequest, request_id)
    if known is not None:
        if known.body_sha256 != body_sha256:
            raise KeyMismatch("this Idempotency-Key was used with another body")
        return known
    order = session.get(Order, wish.order_id)
    invoice = session.get(Invoice, invoice_id_of(wish.order_id))
    if order is None or invoice is None or order.payment_id is None:
        raise NothingToRefund(f"{wish.order_id} has no paid invoice")
    wanted = _wanted(invoice, wish.lines)
    amount = _amount(invoice, wish, wanted)
    credit_for(invoice, request_id, amount, wanted)  # `TooMuch`, before anybody is asked
    request = RefundRequest(
        id=request_id,
        body_sha256=body_sha256,
        order_id=order.id,
        payment_id=order.payment_id,
        amount=amount,
        lines=",".join(f"{place}:{minor}" for place, minor in sorted((wanted or {}).items())),
        reason=wish.reason,
        requested_at=at,
        requested_by=wish.requested_by,
        traceparent=cause.traceparent,
    )
    session.create(request)
    return request


def _wanted(invoice: Invoice, lines: Mapping[str, int] | None) -> dict[int, int] | None:
    if lines is None:
        return None
    place_of = {line.sku: place for place, line in enumerate(invoice.snapshot.lines)}
    missing = sorted(set(lines) - set(place_of))
    if missing:
        raise TooMuch(f"not on the invoice: {', '.join(missing)}")
    return {place_of[sku]: minor for sku, minor in lines.items()}


def _amount(invoice: Invoice, wish: Wish, wanted: Mapping[int, int] | None) -> Money:
    currency = invoice.snapshot.total.currency
    if wanted is not None:
        return Money(sum(wanted.values()), currency)
    if wish.amount_minor is not None:
        return Money(wish.amount_minor, currency)
    return Money(sum(rest.minor for rest in remaining(invoice)), currency)


def _ids(request: RefundRequest) -> dict[str, str]:
    return {"order_id": request.order_id, "request_id": request.id}
