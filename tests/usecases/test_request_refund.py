"""Money back on request: stored first, asked for once, refused before it does harm."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.cause import Cause
from shared.domain.credit_note import TooMuch
from shared.domain.ids import OrderId, RefundId
from shared.domain.money import Money
from shared.domain.refund_request import KEY_LIVES, RefundRequest
from shared.usecases.open_checkout import KeyMismatch
from shared.usecases.ports.database import Create
from shared.usecases.ports.failures import Unavailable
from shared.usecases.refund_metadata import REQUEST_KEY
from shared.usecases.request_refund import TOO_LATE, NothingToRefund, RequestRefund, Wish
from shared.usecases.transaction import Transactions
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, receipted, stored
from tests.builders.refunds import a_refund_request
from tests.builders.stripe_events import a_refund_event
from tests.chaos.faults import Crash, Faults, Mode, Port
from tests.chaos.shop import Shop
from tests.fakes.payments import MemoryRefunds
from tests.fakes.world import SeededRandomness

CAUSE = Cause("backoffice:1", TRACEPARENT)
KEY = "a-key-of-the-shop"


class Counter:
    """The shop's side: one paid order, and the use case over the same database."""

    def __init__(self, faults: Faults | None = None, limit_minor: int = 10**9) -> None:
        self.shop = a_shop()
        self.order_id = receipted(self.shop)
        self.refunds = MemoryRefunds(limit_minor)
        faults = faults or Faults()
        database: Any = Port("database", self.shop.database, faults)
        refunds: Any = Port("provider", self.refunds, faults)
        transactions = Transactions(database, SeededRandomness(0), self.shop.clock.wait)
        self.request = RequestRefund(transactions, refunds, self.shop.clock)

    def ask(self, key: str = KEY, body: str = "{}", **wish: Any) -> RefundRequest:
        wanted = Wish(order_id=self.order_id, requested_by="ada@shop.example", **wish)
        return self.request(wanted, key, body, CAUSE)


def test_without_an_amount_everything_that_is_left_goes_back() -> None:
    counter = Counter()

    answered = counter.ask()

    assert (answered.amount, answered.refund_id) == (Money(TOTAL_MINOR, "eur"), "re_1")
    assert answered.requested_by == "ada@shop.example"
    assert counter.refunds.made == ["re_1"]


def test_what_went_back_before_is_no_longer_there_to_go_back() -> None:
    counter = Counter()
    counter.shop.receive_stripe(a_refund_event(amount_minor=10_00), TRACEPARENT)

    assert counter.ask().amount == Money(TOTAL_MINOR - 10_00, "eur")
    with pytest.raises(TooMuch):
        counter.ask("another-key-of-the-shop", amount_minor=TOTAL_MINOR)


def test_lines_are_named_by_their_sku() -> None:
    counter = Counter()

    answered = counter.ask(lines={"PRINT": 5_00})

    assert (answered.amount, answered.lines) == (Money(5_00, "eur"), "0:500")
    with pytest.raises(TooMuch, match="not on the invoice: NOTHING"):
        counter.ask("another-key-of-the-shop", lines={"NOTHING": 1})


def test_the_same_key_refunds_once_and_answers_the_same() -> None:
    counter = Counter()

    answers = [counter.ask() for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert len(counter.refunds.asked) == 1
    with pytest.raises(KeyMismatch):
        counter.ask(body='{"amount_minor": 1}')


def test_a_refusal_of_the_provider_is_kept_and_not_asked_for_again() -> None:
    counter = Counter(limit_minor=1)

    first, second = counter.ask(), counter.ask()

    assert first == second
    assert (first.refused, first.refund_id) == ("charge_already_refunded: amount", None)
    assert len(counter.refunds.asked) == 1


def test_the_providers_event_answers_a_request_whose_reply_was_lost() -> None:
    counter = Counter(Faults({2: Mode.CRASH_AFTER}))
    with pytest.raises(Crash):
        counter.ask(amount_minor=10_00)
    (asked,) = counter.refunds.asked

    told = a_refund_event(amount_minor=10_00, metadata={REQUEST_KEY: asked.id})
    counter.shop.receive_stripe(told, TRACEPARENT)

    assert stored(counter.shop, RefundRequest, asked.id).refund_id == "re_1"


def test_a_refund_that_names_the_request_of_another_order_does_not_answer_it() -> None:
    counter = Counter()
    request = a_refund_request()
    counter.shop.database.commit([Create(request)])

    told = a_refund_event(amount_minor=10_00, metadata={REQUEST_KEY: request.id})
    counter.shop.receive_stripe(told, TRACEPARENT)

    assert stored(counter.shop, RefundRequest, request.id) == request


def test_a_key_that_the_provider_may_have_forgotten_is_not_asked_under_again() -> None:
    faults = Faults({2: Mode.CRASH_AFTER})
    counter = Counter(faults)
    with pytest.raises(Crash):
        counter.ask(amount_minor=10_00)
    faults.revive()

    counter.shop.clock.wait(KEY_LIVES.total_seconds())
    answered = counter.ask(amount_minor=10_00)

    assert (answered.refund_id, answered.refused) == (None, TOO_LATE)
    assert len(counter.refunds.asked) == 1


def test_a_refund_that_was_made_outweighs_a_refusal() -> None:
    refused = a_refund_request().declined("no answer")

    assert refused.accepted(RefundId("re_1")).refund_id == "re_1"
    assert refused.accepted(RefundId("re_1")).refused == ""
    assert refused.accepted(RefundId("re_1")).declined("too late").refused == ""


def test_an_order_without_a_paid_invoice_has_nothing_to_refund() -> None:
    counter = Counter()
    shop: Shop = counter.shop
    unpaid = ordered(shop, "another-key")

    for order_id in (unpaid.id, OrderId("ord_" + "z" * 26)):
        wish = Wish(order_id=order_id, requested_by="ada@shop.example")
        with pytest.raises(NothingToRefund):
            counter.request(wish, KEY, "{}", CAUSE)

    assert list(shop.database.scan(RefundRequest)) == []


CALLS = 4  # read, store, ask, and the answer's own read and commit


@pytest.mark.parametrize("index", range(CALLS + 1))
@pytest.mark.parametrize("mode", list(Mode), ids=str)
def test_whatever_fails_the_same_key_ends_in_one_refund(index: int, mode: Mode) -> None:
    faults = Faults({index: mode})
    counter = Counter(faults)

    for _ in range(5):
        try:
            counter.ask()
        except (Crash, Unavailable):
            continue
        finally:
            faults.revive()
        break

    (request,) = counter.shop.database.scan(RefundRequest)
    assert counter.refunds.made == [request.refund_id] == ["re_1"]
    assert stored(counter.shop, RefundRequest, request.id).provider_key == f"refund:{request.id}"
