"""Turn a cart into an order and a page to pay on: one order per key, whatever is repeated.

The order and everything we will send to the provider are stored before the provider is
called, so a crash at any point leaves either nothing, or an order that the same key finishes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.catalog import CartLine, CartRefused, Catalog
from shared.domain.cause import Cause
from shared.domain.checkout_key import LEASE, CheckoutKey, StoredAnswer, sha256_of
from shared.domain.errors import Broken, Refused
from shared.domain.ids import OrderId
from shared.domain.order import HostedPage, Order, OrderStatus, Step
from shared.usecases.describe_order import DescribeOrder
from shared.usecases.page_language import in_language
from shared.usecases.page_parameters import PAGE_LIFETIME, page_parameters
from shared.usecases.ports.database import Key
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import (
    HostedSession,
    PaymentProvider,
    ProviderFailed,
    ProviderRefused,
)
from shared.usecases.ports.world import Now, Randomness
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)


class KeyInUse(Refused):
    """Another request with this key is on its way."""


class KeyMismatch(Refused):
    """The key was used for another request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    lines: tuple[CartLine, ...]
    currency: str
    return_name: str
    email: str | None
    language: str = ""  # of documents and mails, one of ours; the seller's where it is empty
    page_language: str = ""  # BCP 47; the page follows the browser where it is empty
    peppol_id: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    key: CheckoutKey
    order: Order


@dataclass(frozen=True, slots=True)
class OpenCheckout:
    catalog: Catalog
    returns: Mapping[str, str]  # return name → base URL of the shop
    transactions: Transactions
    provider: PaymentProvider
    describe: DescribeOrder
    randomness: Randomness
    now: Now

    def __call__(self, cart: Cart, idempotency_key: str, body: str, cause: Cause) -> StoredAnswer:
        """The first answer to this key, again and again.

        `CartRefused`, `KeyInUse`, `KeyMismatch`: refused, nothing stored. `Unavailable`: the
        provider did not answer; the same key may be tried again.
        """
        at = self.now()
        fresh = self._draft(cart, sha256_of(idempotency_key), sha256_of(body), cause, at)
        claim = self.transactions(lambda session: _claim(session, fresh, at))
        if claim.key.answer is not None:
            log.info("checkout replayed", extra={"order_id": claim.order.id})
            return claim.key.answer
        return self._finish(claim, cause)

    def _draft(
        self, cart: Cart, key_id: str, body_sha256: str, cause: Cause, at: datetime
    ) -> _Claim:
        if cart.return_name not in self.returns:
            raise CartRefused("/return", "return", "no such return name")
        lines = self.catalog.price(cart.lines, cart.currency)
        order_id = OrderId(f"ord_{self.randomness.token()}")
        shop = self.returns[cart.return_name]
        parameters = page_parameters(
            order_id=order_id,
            catalog=self.catalog,
            lines=lines,
            email=cart.email,
            success_url=f"{shop}/orders/{self.describe.token_of(order_id)}",
            cancel_url=f"{shop}/?cancelled=1",
            expires_at=at + PAGE_LIFETIME,
            traceparent=cause.traceparent,
        ) | in_language(cart.page_language)
        order = Order(
            id=order_id,
            status=OrderStatus.CREATING,
            lines=lines,
            catalog_version=self.catalog.version,
            return_name=cart.return_name,
            created_at=at,
            traceparent=cause.traceparent,
            page=HostedPage(
                key=f"order:{order_id}:a1",
                parameters=json.dumps(parameters, sort_keys=True, ensure_ascii=False),
                expires_at=at + PAGE_LIFETIME,
            ),
            taxed_by=self.catalog.taxed_by,
            language=cart.language,
            peppol_id=cart.peppol_id,
            history=(Step(OrderStatus.CREATING, at, cause.id),),
        )
        key = CheckoutKey(
            id=key_id,
            body_sha256=body_sha256,
            order_id=order_id,
            created_at=at,
            lease_until=at + LEASE,
        )
        return _Claim(key, order)

    def _finish(self, claim: _Claim, cause: Cause) -> StoredAnswer:
        order_id = claim.order.id
        try:
            session = self.provider.open_page(claim.order.page.parameters, claim.order.page.key)
        except ProviderRefused as refusal:
            ids = {"order_id": order_id, "why": str(refusal)}
            log.error("provider refused", extra=ids)  # noqa: TRY400 - the provider's own words may quote the buyer
            return self._record(claim, cause, None)
        except ProviderFailed:
            self._release(claim, claim.order.retried())
            raise
        except Unavailable:
            self._release(claim, claim.order)
            raise
        log.info("checkout opened", extra={"order_id": order_id, "session_id": session.id})
        return self._record(claim, cause, session)

    def _record(self, claim: _Claim, cause: Cause, page: HostedSession | None) -> StoredAnswer:
        at = self.now()

        def record(session: Session) -> StoredAnswer:
            session.load(Key(CheckoutKey, claim.key.id), Key(Order, claim.order.id))
            key = session.get(CheckoutKey, claim.key.id)
            order = session.get(Order, claim.order.id)
            if key is None or order is None:
                raise Broken(f"{claim.order.id} has vanished")
            if key.answer is not None:
                return key.answer
            if page is None:
                after = order.advance(OrderStatus.FAILED, at=at, cause=cause.id)
                answer = StoredAnswer(502, "")
            else:
                after = order.opened(page.id, page.url, at=at, cause=cause.id)
                answer = StoredAnswer(201, self._body(after, page.url))
            session.save(after)
            session.save(key.answered(answer))
            return answer

        return self.transactions(record)

    def _body(self, order: Order, url: str) -> str:
        answer = {**self.describe.created(order), "checkout_url": url}
        return json.dumps(answer, ensure_ascii=False)

    def _release(self, claim: _Claim, next_try: Order) -> None:
        """Let the caller's retry in at once instead of after the lease."""

        def release(session: Session) -> None:
            session.load(Key(CheckoutKey, claim.key.id), Key(Order, claim.order.id))
            key = session.get(CheckoutKey, claim.key.id)
            if key is None or key.answer is not None:
                return
            session.save(replace(key, lease_until=key.created_at))
            order = session.get(Order, claim.order.id)
            if order is not None and order.page == claim.order.page:
                session.save(replace(order, page=next_try.page))

        self.transactions(release)


def _claim(session: Session, fresh: _Claim, at: datetime) -> _Claim:
    session.load(Key(CheckoutKey, fresh.key.id), Key(Order, fresh.order.id))
    key = session.get(CheckoutKey, fresh.key.id)
    if key is None:
        session.create(fresh.key)
        session.create(fresh.order)
        return fresh
    if key.body_sha256 != fresh.key.body_sha256:
        raise KeyMismatch("this Idempotency-Key was used with another body")
    order = session.get(Order, key.order_id)
    if order is None:
        raise Broken(f"{key.order_id} has vanished")
    ours = key.order_id == fresh.order.id  # our own commit, whose reply was lost
    if key.answer is None and at < key.lease_until and not ours:
        raise KeyInUse("a request with this Idempotency-Key is being worked on")
    if key.answer is None and not ours:
        key = key.leased(at=at)
        session.save(key)
    return _Claim(key, order)
