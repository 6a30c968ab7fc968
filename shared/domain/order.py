"""One purchase, from the click to the money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.catalog import PricedLine, TaxedBy, total_of
from shared.domain.ids import OrderId, PaymentId
from shared.domain.money import Money
from shared.domain.parties import Buyer


class OrderStatus(StrEnum):
    """In the order of the lattice: facts arrive in any order and only ever raise it."""

    CREATING = "creating"  # stored, the provider has not answered yet
    OPEN = "open"  # the buyer can pay
    AWAITING_FUNDS = "awaiting_funds"  # a bank debit that settles days later
    EXPIRED = "expired"  # nobody paid in time
    FAILED = "failed"  # refused by the provider, or the funds never came
    REVIEW = "review"  # money came that does not fit the order: a person must look
    PAID = "paid"

    @property
    def rank(self) -> int:
        return list(OrderStatus).index(self)


@dataclass(frozen=True, slots=True)
class Step:
    status: OrderStatus
    at: datetime
    cause: str  # the event or request that moved the order here


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedPage:
    """The provider's payment page for this order. What we send is frozen before we send it."""

    key: str  # the provider's idempotency key
    parameters: str  # JSON, byte for byte what every attempt sends
    session_id: str | None = None
    url: str | None = None
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    id: OrderId
    status: OrderStatus
    lines: tuple[PricedLine, ...]
    catalog_version: str
    return_name: str
    created_at: datetime
    traceparent: str  # W3C trace context of the checkout request
    page: HostedPage
    taxed_by: TaxedBy = TaxedBy.CATALOG
    language: str = ""  # of the buyer, as in `Buyer`; told by the shop or the browser
    peppol_id: str = ""  # of the buyer, as the shop told it
    buyer: Buyer | None = None
    payment_id: PaymentId | None = None
    paid_at: datetime | None = None
    history: tuple[Step, ...] = ()

    @property
    def total(self) -> Money:
        return total_of(self.lines)

    @property
    def is_sold_on(self) -> bool:
        """The provider is the seller to the buyer: the documents and their mails are its own."""
        return self.taxed_by is TaxedBy.MERCHANT_OF_RECORD

    @property
    def is_over(self) -> bool:
        """Nobody can pay this order any more."""
        return self.status.rank >= OrderStatus.EXPIRED.rank

    def advance(self, status: OrderStatus, *, at: datetime, cause: str) -> Order:
        """Raise the status; a fact that is older than what we know changes nothing."""
        if status.rank <= self.status.rank:
            return self
        return replace(self, status=status, history=(*self.history, Step(status, at, cause)))

    def opened(self, session_id: str, url: str, *, at: datetime, cause: str) -> Order:
        page = replace(self.page, session_id=session_id, url=url)
        return replace(self, page=page).advance(OrderStatus.OPEN, at=at, cause=cause)

    def retried(self) -> Order:
        """Under the provider's next key, for it repeats a failure of its own for the last one.

        A page that was made behind that failure is nobody's: its address was never told.
        """
        stem, _, attempt = self.page.key.rpartition(":a")
        return replace(self, page=replace(self.page, key=f"{stem}:a{int(attempt) + 1}"))

    def met(self, buyer: Buyer) -> Order:
        """Who will be written to before the money is in. The first address known stays."""
        if self.buyer is not None or not buyer.email:
            return self
        return replace(self, buyer=self._told_of(buyer))

    def paid(
        self,
        *,
        buyer: Buyer,
        payment_id: PaymentId,
        paid_at: datetime,
        at: datetime,
        cause: str,
    ) -> Order:
        """`paid_at` is the provider's instant, `at` the one at which we learned of it."""
        if self.status is OrderStatus.PAID:
            return self
        known = replace(self, buyer=self._told_of(buyer), payment_id=payment_id, paid_at=paid_at)
        return known.advance(OrderStatus.PAID, at=at, cause=cause)

    def _told_of(self, buyer: Buyer) -> Buyer:
        """With what was told when the order was made, for the provider does not collect it."""
        return replace(buyer, language=self.language, peppol_id=self.peppol_id)
