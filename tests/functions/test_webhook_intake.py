"""What a stranger, or Stripe itself, may throw at the webhook."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.delivery import InboxEntry, Outcome
from shared.domain.invoice import Invoice
from shared.domain.order import Order, OrderStatus
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_session_event, an_intent_event
from tests.edge.asking import Asgi
from tests.edge.sns import a_notification, raw, signed
from tests.functions.intake import OLD_SECRET, SECRET, Broker, Intake, an_intake

ORDER_ID = ordered(a_shop()).id
EVENT: dict[str, Any] = json.loads(a_session_event(order_id=ORDER_ID, amount_minor=TOTAL_MINOR))


@pytest.fixture(scope="module")
def function() -> Iterator[tuple[Asgi, Broker]]:
    with an_intake() as found:
        yield found


@pytest.fixture
def intake(function: tuple[Asgi, Broker]) -> Intake:
    application, broker = function
    broker.published = {"provider-events": [], "dead-letters": []}
    return Intake(application, broker)


def with_object(**changed: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(json.dumps(EVENT))
    event["data"]["object"].update(changed)
    return event


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
def test_a_signed_event_is_published_and_pays_the_order(intake: Intake, secret: str) -> None:
    ordered(intake.shop)

    answer = intake.post_signed(EVENT, secret)
    intake.process()

    assert answer.status == 200
    assert intake.broker.counts == (1, 0)
    assert stored(intake.shop, Order, ORDER_ID).status is OrderStatus.PAID


NOW = int(time.time())
UNSIGNED = {
    "no header": [],
    "two headers": [("Stripe-Signature", "t=1,v1=x"), ("Stripe-Signature", "t=1,v1=x")],
    "an empty header": [("Stripe-Signature", "")],
    "64 KiB": [("Stripe-Signature", "x" * 65_536)],
    "only v0": [("Stripe-Signature", f"t={NOW},v0={'0' * 64}")],
    "not ASCII": [("Stripe-Signature", f"t={NOW},v1=é")],
    "1 000 signatures": [("Stripe-Signature", f"t={NOW}" + f",v1={'0' * 64}" * 1_000)],
}


@pytest.mark.parametrize("name", UNSIGNED)
def test_what_is_not_signed_leaves_nothing(intake: Intake, name: str) -> None:
    answer = intake.post(json.dumps(EVENT).encode(), *UNSIGNED[name])

    assert (answer.status, answer.codes) == (400, ["signature"])
    assert intake.broker.counts == (0, 0)


def test_another_secret_is_as_good_as_none(intake: Intake) -> None:
    assert intake.post_signed(EVENT, "whsec_of_another_account").status == 400
    assert intake.broker.counts == (0, 0)


def test_an_exact_replay_is_taken_and_has_no_second_effect(intake: Intake) -> None:
    ordered(intake.shop)

    statuses = [intake.post_signed(EVENT).status for _ in range(3)]
    intake.process()

    assert statuses == [200, 200, 200]
    assert len(list(intake.shop.database.scan(Invoice))) == 1
    assert len(intake.shop.commerce_events.published) == 1


PARKED: dict[str, object] = {
    "an array": [1, 2],
    "NaN": b'{"id": NaN}',
    "an id twice": b'{"id": "evt_1", "id": "evt_2"}',
    "a depth bomb": b"[" * 50_000,
    "another object": {**EVENT, "object": "charge"},
    "an id of something else": {**EVENT, "id": "pi_1"},
    "no data": {key: value for key, value in EVENT.items() if key != "data"},
    "a thin event": {**EVENT, "object": "v2.core.event", "type": "v1.billing.meter.no_meter_found"},
}


@pytest.mark.parametrize("name", PARKED)
def test_what_is_signed_and_no_event_is_parked_once_and_nothing_else(
    intake: Intake, name: str
) -> None:
    ordered(intake.shop)
    before = intake.books()

    answers = [intake.post_signed(PARKED[name]) for _ in range(2)]
    intake.process()

    assert [answer.status for answer in answers] == [200, 200]
    assert len(intake.parked) == 1
    assert intake.books() == before


def test_an_event_of_the_other_mode_leaves_nothing(intake: Intake) -> None:
    assert intake.post_signed({**EVENT, "livemode": True}).codes == ["livemode"]
    assert intake.broker.counts == (0, 0)


@pytest.mark.parametrize(
    "event",
    [
        {**EVENT, "type": "charge.refunded"},
        {**EVENT, "type": "made.up"},
        with_object(client_reference_id="../../orders/ord_1"),
        with_object(client_reference_id="ord_" + "x" * 2_000),
        with_object(client_reference_id="ord_of_another_shop"),
        with_object(client_reference_id=None),
    ],
)
def test_what_is_not_ours_is_noted_and_never_makes_an_order(
    intake: Intake, event: dict[str, Any]
) -> None:
    answer = intake.post_signed(event)
    intake.process()

    (entry,) = intake.shop.database.scan(InboxEntry)
    assert answer.status == 200
    assert entry.outcome is Outcome.IGNORED
    assert (len(intake.books()), intake.parked) == (1, [])


def test_an_event_for_an_order_nobody_knows_comes_back_and_stores_nothing(intake: Intake) -> None:
    answer = intake.post_signed(EVENT)
    intake.process()

    assert answer.status == 200
    assert intake.came_back == 1
    assert (intake.books(), intake.parked) == ({}, [])


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (with_object(amount_total=1), OrderStatus.REVIEW),
        (with_object(amount_total=0), OrderStatus.REVIEW),
        (with_object(amount_total=-TOTAL_MINOR), OrderStatus.REVIEW),
        (with_object(currency="sek"), OrderStatus.REVIEW),
        (with_object(payment_status="unpaid"), OrderStatus.AWAITING_FUNDS),
        (
            json.loads(an_intent_event(order_id=ORDER_ID, amount_minor=1)),
            OrderStatus.REVIEW,
        ),
    ],
)
def test_money_that_does_not_fit_makes_no_invoice(
    intake: Intake, event: dict[str, Any], status: OrderStatus
) -> None:
    ordered(intake.shop)

    answer = intake.post_signed(event)
    intake.process()

    assert answer.status == 200
    assert stored(intake.shop, Order, ORDER_ID).status is status
    assert list(intake.shop.database.scan(Invoice)) == []


@pytest.mark.parametrize("path", ["/", "/webhooks/paypal", "/webhooks/stripe/", "//"])
def test_an_unknown_path_is_not_found_by_our_own_gate(intake: Intake, path: str) -> None:
    assert intake.post(b"{}", path=path).problem["title"] == "Not Found"


def test_a_body_that_is_too_long_goes_nowhere(intake: Intake) -> None:
    answer = intake.post(b"x" * (512 * 1024 + 1), ("Stripe-Signature", "t=1,v1=x"))

    assert answer.status == 413
    assert intake.broker.counts == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        raw(a_notification()),
        raw(signed(a_notification(SigningCertURL="https://evil.example/x.pem"))),
        raw(signed(a_notification(SigningCertURL="http://169.254.169.254/latest/meta-data/"))),
    ],
)
def test_a_notification_that_sns_did_not_sign_goes_nowhere(intake: Intake, body: bytes) -> None:
    answer = intake.post(body, path="/webhooks/ses")

    assert (answer.status, answer.codes) == (400, ["signature"])
    assert intake.broker.counts == (0, 0)
