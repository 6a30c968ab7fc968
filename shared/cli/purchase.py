"""One purchase, from the cart to the mail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta

from shared.cli.hops import Hop, Seen, seen_in
from shared.cli.http_call import CallFailed
from shared.cli.order_view import OrderView
from shared.cli.storefront import Cart, Storefront
from shared.cli.till import NotPaid, Payer, Till
from shared.usecases.ports.world import Now, Wait

LOOK_EVERY_MAX = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    nth: int  # 1, 2, 3 …
    order: OrderView | None = None  # as it was seen last
    seen: Seen = field(default_factory=dict)
    trouble: str | None = None  # why it did not finish

    @property
    def name(self) -> str:
        return self.order.id if self.order else f"purchase {self.nth}"

    @property
    def is_over(self) -> bool:
        return self.trouble is not None or (self.order is not None and self.order.is_finished)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePurchase:
    """Buys, pays and follows. Safe to use from several threads."""

    storefront: Storefront
    till: Till
    payer: Payer
    look_every: timedelta  # at first; less often the longer it takes
    finish_within: timedelta  # from payment to mail
    now: Now
    wait: Wait

    def __call__(self, nth: int, cart: Cart) -> Purchase:
        """Always a purchase; one that went wrong carries its trouble."""
        purchase = Purchase(nth=nth, seen={Hop.ASKED: self.now()})
        try:
            opened = self.storefront.check_out(cart, str(uuid.uuid4()))
            purchase = replace(self._reached(Hop.OPENED, purchase), order=opened.order)
            purchase = self._reached(Hop.PAYING, purchase)
            self.till.pay(opened.page_url, self.payer)
            while not purchase.is_over:
                purchase = self._look(purchase, opened.token)
        except (CallFailed, NotPaid) as error:
            return replace(purchase, trouble=str(error))
        return purchase

    def _reached(self, hop: Hop, purchase: Purchase) -> Purchase:
        return replace(purchase, seen={**purchase.seen, hop: self.now()})

    def _look(self, purchase: Purchase, token: str) -> Purchase:
        waited = self.now() - purchase.seen[Hop.PAYING]
        # Within 4 % of what has passed is exact enough, and looking costs the stack what it
        # needs for the orders themselves.
        pause = min(max(self.look_every, waited / 25), LOOK_EVERY_MAX)
        self.wait(pause.total_seconds())
        order = self.storefront.look(token)
        seen = seen_in(order, purchase.seen, self.now())
        return replace(purchase, order=order, seen=seen, trouble=self._objection(order, waited))

    def _objection(self, order: OrderView, waited: timedelta) -> str | None:
        if order.is_lost:
            return order.standing
        if waited >= self.finish_within and not order.is_finished:
            return f"{order.standing} after {waited.total_seconds():.0f} s"
        return None
