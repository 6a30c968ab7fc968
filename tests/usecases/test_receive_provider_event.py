"""Sorting what comes in: applied, ignored with a note, or refused with its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.delivery import InboxEntry, Outcome
from shared.usecases.receive_provider_event import Unreadable
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_session_event, an_intent_event

ORDER_ID = ordered(a_shop()).id


def an_event(**changed: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(a_session_event(order_id=ORDER_ID, amount_minor=TOTAL_MINOR))
    return {**event, **changed}


def with_object(**changed: Any) -> dict[str, Any]:
    event = an_event()
    event["data"]["object"].update(changed)
    return event


UNREADABLE: dict[str, object] = {
    "an array": [1, 2],
    "a text": "event",
    "null": None,
    "no id": {key: value for key, value in an_event().items() if key != "id"},
    "another object": an_event(object="charge"),
    "a thin event": an_event(object="v2.core.event"),
    "an id of something else": an_event(id="pi_123"),
    "an id that climbs": an_event(id="evt_../../x"),
    "an id of two kilobytes": an_event(id="evt_" + "x" * 2000),
    "no data": {key: value for key, value in an_event().items() if key != "data"},
    "data without an object": an_event(data={}),
    "a charge for a session": with_object(object="charge"),
    "an amount that is text": with_object(amount_total="4990"),
    "an amount that is a fraction": with_object(amount_total=4990.5),
    "an amount that is true": with_object(amount_total=True),
    "a payment that is no id": with_object(payment_intent="../pi_1"),
    "a payment that is expanded": with_object(payment_intent={"id": "pi_1"}),
    "a time before the epoch": an_event(created=-1),
    "a time beyond all calendars": an_event(created=10**20),
    "a time that is text": an_event(created="1790000000"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_event_is_refused_and_leaves_nothing(name: str) -> None:
    shop = a_shop()

    with pytest.raises(Unreadable):
        shop.receive_stripe(json.dumps(UNREADABLE[name]).encode(), TRACEPARENT)

    assert canonical(shop.database) == {}


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b'{"id": NaN}', b"\x00"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        a_shop().receive_stripe(body, TRACEPARENT)


def test_the_refusal_names_the_place_and_not_the_value() -> None:
    secret = with_object(amount_total="astrid@buyer.example")

    with pytest.raises(Unreadable) as caught:
        a_shop().receive_stripe(json.dumps(secret).encode(), TRACEPARENT)

    assert "data.object.amount_total" in str(caught.value)
    assert "astrid" not in str(caught.value)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (an_event(type="customer.created"), "a type we do not subscribe to"),
        (an_event(type="checkout.session.completed.v9"), "a type we do not subscribe to"),
        (with_object(client_reference_id=None), "names no order of ours"),
        (with_object(client_reference_id="ord_../../other"), "names no order of ours"),
        (with_object(client_reference_id="ord_" + "a" * 2000), "names no order of ours"),
        (with_object(client_reference_id="42"), "names no order of ours"),
    ],
)
def test_what_is_not_for_us_is_noted_once_and_has_no_effect(
    event: dict[str, Any], why: str
) -> None:
    shop = a_shop()

    for _ in range(3):
        shop.receive_stripe(json.dumps(event).encode(), TRACEPARENT)

    (entry,) = shop.database.scan(InboxEntry)
    assert (entry.outcome, entry.why, entry.order_id) == (Outcome.IGNORED, why, None)
    assert len(canonical(shop.database)) == 1


def test_an_intent_without_our_metadata_is_not_ours() -> None:
    shop = a_shop()

    shop.receive_stripe(an_intent_event(order_id="", amount_minor=1), TRACEPARENT)

    assert stored(shop, InboxEntry, "stripe:evt_intent").outcome is Outcome.IGNORED


def test_fields_that_stripe_adds_are_passed_over() -> None:
    shop = a_shop()
    ordered(shop)

    event = with_object(new_field={"deep": [1.5, None]}, payment_status="paid")
    shop.receive_stripe(json.dumps({**event, "another": 1}).encode(), TRACEPARENT)

    assert stored(shop, InboxEntry, "stripe:evt_session").outcome is Outcome.APPLIED
