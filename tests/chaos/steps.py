"""What people do in a story. A step asks again, as people do, until it has an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.domain.catalog import CartLine
from shared.domain.cause import Cause
from shared.domain.credit_note import TooMuch
from shared.domain.ids import OrderId
from shared.usecases.open_checkout import Cart, KeyInUse
from shared.usecases.ports.failures import Unavailable
from shared.usecases.request_refund import NothingToRefund, Wish
from tests.builders.invoices import TRACEPARENT
from tests.chaos.shop import Shop
from tests.chaos.story import Schedule

CART = Cart(lines=(CartLine("PRINT", 1),), currency="eur", return_name="shop", email=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buys:
    """A buyer orders one print, and pays the page as soon as there is one."""

    def play(self, shop: Shop, schedule: Schedule, number: int) -> None:
        cause, key = Cause("request:1", TRACEPARENT), f"a-key-of-the-buyer-{number}"

        def check_out() -> None:
            try:
                shop.open_checkout(CART, key, "the body", cause)
            except KeyInUse as reason:
                raise Unavailable("409, the buyer tries again") from reason

        schedule.add("checkout", check_out, shop.clock.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksForRefund:
    """Somebody of the shop gives the first sale's money back, through the backoffice."""

    amount_minor: int | None = None  # or all that is left
    after: timedelta = timedelta(days=1)
    comes_back_after: timedelta | None = None  # the first time without an answer; else soon

    def play(self, shop: Shop, schedule: Schedule, number: int) -> None:
        cause, key = Cause("backoffice:1", TRACEPARENT), f"a-key-of-the-shop-{number}"

        def ask() -> None:
            order_id, _ = _first_sale(shop)
            wish = Wish(
                order_id=order_id, amount_minor=self.amount_minor, requested_by="ada@shop.example"
            )
            try:
                shop.request_refund(wish, key, "the body", cause)
            except NothingToRefund as reason:
                raise Unavailable("404, asked too early") from reason
            except TooMuch:
                return  # an answer, too

        schedule.add(
            "backoffice", ask, shop.clock.at + self.after, comes_back_after=self.comes_back_after
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundsByHand:
    """Somebody gives the first sale's money back in the provider's dashboard."""

    amount_minor: int
    after: timedelta = timedelta(days=1)

    def play(self, shop: Shop, schedule: Schedule, number: int) -> None:
        def give_back() -> None:
            _, payment_intent = _first_sale(shop)
            note = {"note": f"by hand, step {number}"}
            shop.refunds.give_back(payment_intent, self.amount_minor, note)

        schedule.add("dashboard", give_back, shop.clock.at + self.after, is_message=False)


def _first_sale(shop: Shop) -> tuple[OrderId, str]:
    """The order and its payment at the provider."""
    for asked in shop.provider.parameters.values():
        return OrderId(asked["client_reference_id"]), "pi_1"
    raise Unavailable("nothing is sold yet")
