"""The story of one order, from what is stored."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.delivery import LoggedEvent
from shared.domain.ids import OrderId
from shared.usecases.explain_order import ExplainOrder, Story
from shared.usecases.ports.database import Put
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, paid, receipted
from tests.builders.refunds import tell, to_rest
from tests.builders.stripe_events import a_refund_event, a_session_event, an_intent_event
from tests.chaos.shop import Shop
from tests.fakes.world import NOON


def story_of(shop: Shop, order_id: OrderId) -> Story:
    story = ExplainOrder(shop.database)(order_id)
    assert story is not None
    return story


def test_the_story_tells_every_step_with_its_cause() -> None:
    shop = a_shop()
    order_id = receipted(shop)

    story = story_of(shop, order_id)

    assert (story.status, story.trace_id) == ("paid", TRACEPARENT[3:35])
    told = {line.what: line.why for line in story.lines}
    assert told == {
        "order creating": "request:1",
        "order open": "request:1",
        "order paid": "evt_session1",
        "applied checkout.session.completed": "stripe:evt_session1",
        "told order.paid.v1": "evt_session1",
        "told invoice.numbered.v1": "numbering:INV",
        "told invoice.archived.v1": "evt_numbered",
        "told receipt.sent.v1": "task:receipt",
        "booked clearing:orders 49.90 EUR, income:sales -39.92 EUR, liabilities:vat -9.98 EUR, "
        "assets:stripe 49.90 EUR, clearing:orders -49.90 EUR": "evt_session1",
        "invoice frozen over 49.90 EUR": "order.paid.v1",
        "invoice numbered INV-2026-000001, issued 2026-11-22": "numbering:INV",
        "receipt queued": "invoice.archived.v1",
        "receipt sent, attempt 1": "settled by reply",
    }


def test_the_lines_are_in_the_order_of_time() -> None:
    shop = a_shop()
    order_id = ordered(shop).id
    shop.clock.wait(90)
    late = a_session_event(order_id=order_id, amount_minor=TOTAL_MINOR, at=shop.clock.at)
    shop.receive_stripe(late, TRACEPARENT)
    shop.clock.wait(10)
    shop.number("INV")

    instants = [line.at for line in story_of(shop, order_id).lines]

    assert instants == sorted(instants)
    assert (instants[-1] - NOON).total_seconds() == 100


def test_at_one_instant_every_cause_stands_before_what_follows_from_it() -> None:
    shop = a_shop()
    order_id = receipted(shop)
    story = story_of(shop, order_id)
    assert {line.at for line in story.lines} == {NOON}

    told = [line.what for line in story.lines]

    assert [what for what in told if not what.startswith("booked")] == [
        "order creating",
        "order open",
        "applied checkout.session.completed",
        "order paid",
        "told order.paid.v1",
        "invoice frozen over 49.90 EUR",
        "invoice numbered INV-2026-000001, issued 2026-11-22",
        "told invoice.numbered.v1",
        "told invoice.archived.v1",
        "receipt queued",
        "receipt sent, attempt 1",
        "told receipt.sent.v1",
    ]


def test_a_refund_is_reported_before_its_credit_note() -> None:
    shop = a_shop()
    order_id = receipted(shop)
    shop.clock.wait(60)
    tell(shop, a_refund_event(amount_minor=TOTAL_MINOR, at=shop.clock.at))
    to_rest(shop)

    later = [line.what for line in story_of(shop, order_id).lines if line.at > NOON]

    assert later[0] == "applied refund.created"
    steps = ("told order.refunded.v1", "credit note frozen over 49.90 EUR", "refunded mail sent")
    places = [
        next(place for place, what in enumerate(later) if what.startswith(step)) for step in steps
    ]
    assert places == sorted(places)


def test_a_decline_says_what_is_known_of_its_reason() -> None:
    shop = a_shop()
    order_id = ordered(shop).id
    shop.receive_stripe(
        an_intent_event("payment_failed", order_id=order_id, amount_minor=0), TRACEPARENT
    )

    told = [line.what for line in story_of(shop, order_id).lines]

    assert "applied payment_intent.payment_failed (declined: the bank refused)" in told


def test_what_went_wrong_is_told_with_its_reason() -> None:
    shop = a_shop()
    order_id = ordered(shop).id
    shop.receive_stripe(a_session_event(order_id=order_id, amount_minor=1), TRACEPARENT)

    told = [line.what for line in story_of(shop, order_id).lines]

    assert "order review" in told
    assert "parked checkout.session.completed (the amount paid is not the order's total)" in told


def test_what_was_not_handed_on_yet_says_so() -> None:
    shop = a_shop()
    order_id = paid(shop)
    (row,) = shop.database.scan(LoggedEvent)
    shop.database.commit([Put(replace(row, due_at=NOON))])

    told = [line.what for line in story_of(shop, order_id).lines]

    assert "not yet told order.paid.v1" in told


def test_the_story_holds_no_personal_data() -> None:
    shop = a_shop()
    text = str(story_of(shop, receipted(shop)))

    assert not [secret for secret in ("Astrid", "astrid@", "Storgatan", "Kiruna") if secret in text]


def test_one_order_is_told_and_no_other() -> None:
    shop = a_shop()
    mine, other = receipted(shop, 1), receipted(shop, 2)

    ids = {part for line in story_of(shop, mine).lines for part in (line.why, *line.ids)}

    assert not any(other.removeprefix("ord_") in part for part in ids)
    assert "evt_session2" not in ids


def test_an_order_nobody_knows_has_no_story() -> None:
    assert ExplainOrder(a_shop().database)(OrderId("ord_" + "a" * 26)) is None
