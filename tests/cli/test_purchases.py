"""Several purchases at once, and what the figures about them mean."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.adapters.world import utc_now
from shared.cli.buy_report import Bought, Spread
from shared.cli.hops import AFTER_PAYMENT, Hop, since_payment_ms
from shared.cli.patience import Bell, Patience
from shared.cli.purchase import MakePurchase, Purchase
from shared.cli.purchases import make_all
from shared.cli.storefront import Cart, Storefront
from shared.cli.till import Payer, Till
from tests.cli.fake_stack import FakeOrder, FakeStack
from tests.fakes.world import NOON

CART = Cart(("PRINT",), None, "ada@buyer.example")


def test_ctrl_c_ends_the_purchases_that_are_under_way(stack: FakeStack) -> None:
    bell = Bell()
    stack.spoiled = {nth: FakeOrder("", last_step="paid") for nth in range(2, 9)}
    patience = Patience(60, bell.wait)
    make = MakePurchase(
        storefront=Storefront(stack.url, patience),
        till=Till(stack.url, patience),
        payer=Payer(card="4242424242424242", email="ada@buyer.example"),
        look_every=timedelta(milliseconds=1),
        finish_within=timedelta(hours=1),
        now=utc_now,
        wait=bell.wait,
    )

    def press_ctrl_c(_purchase: Purchase) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_all(make, [CART] * 100, concurrency=2, bell=bell, on_each=press_ctrl_c)

    assert len(stack.orders) < 100


def test_percentiles_are_figures_that_were_measured() -> None:
    purchases = [_purchase(ms) for ms in range(1, 21)]

    spreads = Bought(purchases, concurrency=1, seconds=1.0).spreads()

    assert spreads[Hop.MAILED] == Spread(p50=10, p95=19, max=20)


def test_a_purchase_that_failed_is_not_in_the_percentiles() -> None:
    failed = Purchase(nth=2, seen=_purchase(5).seen, trouble="declined")

    bought = Bought([_purchase(7), failed], concurrency=1, seconds=1.0)

    assert bought.spreads()[Hop.PAID] == Spread(7, 7, 7)
    assert bought.failed == [failed]


def test_nothing_finished_leaves_no_percentiles() -> None:
    assert Bought([Purchase(nth=1, trouble="declined")], 1, 1.0).spreads() == {}


def test_what_came_before_the_payment_is_negative() -> None:
    seen = {Hop.ASKED: NOON, Hop.PAYING: NOON + timedelta(milliseconds=250)}

    assert since_payment_ms(seen) == {Hop.ASKED: -250, Hop.PAYING: 0}
    assert since_payment_ms({Hop.ASKED: NOON}) == {}


def _purchase(ms: int) -> Purchase:
    at = NOON + timedelta(milliseconds=ms)
    seen = {Hop.PAYING: NOON, **dict.fromkeys(AFTER_PAYMENT, at)}
    return Purchase(nth=ms, seen=seen)
