"""What survives the end of the process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stripe

from tests.emulators.stripe.orders import charge_of, intent_of, open_session, paid_session, params
from tests.emulators.stripe.running import RunningTwin, eventually


class Kept:
    """A shelf that outlives the twin, sorted by key as the real one is."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def put(self, key: str, value: bytes) -> None:
        self.content[key] = value

    def delete(self, key: str) -> None:
        del self.content[key]

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        yield from sorted(item for item in self.content.items() if item[0].startswith(prefix))


def restarted(twin: RunningTwin, shelf: Kept) -> RunningTwin:
    """A new process with the same shelf, the same shop and, like a real one, the time of day."""
    twin.stop()
    return RunningTwin(shelf, shop_port=twin.shop.port)


def test_objects_and_their_order_are_still_there() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    made = [twin.stripe.v1.products.create(params={"name": f"P{n}"}).id for n in range(5)]
    paid = paid_session(twin)
    twin = restarted(twin, shelf)
    try:
        rows = twin.stripe.v1.products.list(params={"active": True}).data
        assert [row.id for row in rows] == made[::-1]
        assert twin.stripe.v1.checkout.sessions.retrieve(paid.id).payment_status == "paid"
        assert charge_of(intent_of(twin, paid)).paid
    finally:
        twin.stop()


def test_new_ids_are_not_those_of_the_first_run() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    first = twin.stripe.v1.products.create(params={"name": "first"})
    twin = restarted(twin, shelf)
    try:
        second = twin.stripe.v1.products.create(params={"name": "second"})
        assert first.id != second.id
        assert len(twin.stripe.v1.products.list().data) == 2
    finally:
        twin.stop()


def test_an_open_session_can_still_be_paid_and_moves_to_the_new_address() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    session = open_session(twin)
    twin = restarted(twin, shelf)
    try:
        again = twin.stripe.v1.checkout.sessions.retrieve(session.id)
        assert again.url == f"{twin.url}/c/pay/{session.id}"
        assert twin.pay(again)["outcome"] == "complete"
    finally:
        twin.stop()


def test_expiry_and_settlement_happen_after_the_restart() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    unpaid, debited = open_session(twin), open_session(twin)
    twin.pay(debited, iban="DE89370400440532013000")
    twin = restarted(twin, shelf)
    try:
        twin.advance(days=2)
        retrieve = twin.stripe.v1.checkout.sessions.retrieve
        assert retrieve(unpaid.id).status == "expired"
        assert retrieve(debited.id).payment_status == "paid"
    finally:
        twin.stop()


def test_a_delivery_that_failed_is_tried_again_after_the_restart() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    twin.shop.answers = [500]
    twin.listen()
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    [first] = twin.shop.wait_for_count(1)
    eventually(lambda: any(b"delivery.attempt" in value for value in shelf.content.values()))
    twin = restarted(twin, shelf)
    try:
        twin.advance(seconds=5)
        [second] = twin.shop.wait_for_count(1)
        assert second.event.id == first.event.id
    finally:
        twin.stop()


def test_a_delivery_in_mid_air_is_taken_up_at_once() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    twin.shop.answers = [0]
    twin.listen()
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    [first] = twin.shop.wait_for_count(1)
    twin = restarted(twin, shelf)
    try:
        [second] = twin.shop.wait_for_count(1)
        assert second.event.id == first.event.id
    finally:
        twin.stop()


def test_an_idempotency_key_is_remembered() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    create = twin.stripe.v1.checkout.sessions.create
    first = create(params=params(), options={"idempotency_key": "order-1"})
    twin = restarted(twin, shelf)
    try:
        create = twin.stripe.v1.checkout.sessions.create
        assert create(params=params(), options={"idempotency_key": "order-1"}).id == first.id
    finally:
        twin.stop()


def test_a_destination_its_secrets_and_thin_events_are_still_there() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    made = twin.stripe.v2.core.event_destinations.create(
        params={
            "name": "Shop",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v1.product.created"],
            "webhook_endpoint": {"url": twin.shop.url},
            "include": ["webhook_endpoint.signing_secret"],
        }
    )
    rolled = f"/_twin/webhook-endpoints/{made.id}/roll-secret"
    fresh = twin.post_json(rolled, {"overlap_seconds": 3600})["secret"]
    twin = restarted(twin, shelf)
    try:
        twin.stripe.v1.products.create(params={"name": "Lamp"})
        [delivery] = twin.shop.wait_for_count(1)
        assert made.webhook_endpoint is not None
        for secret in (fresh, made.webhook_endpoint.signing_secret):
            parse = twin.stripe.parse_event_notification
            assert parse(delivery.body, delivery.signature, secret).type == "v1.product.created"
        assert len(twin.stripe.v2.core.events.list().data) == 1
    finally:
        twin.stop()


def test_what_a_wrong_expand_took_back_is_not_there_after_the_restart_either() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    kept = twin.stripe.v1.customers.create(params={"name": "Kept"})
    before = dict(shelf.content)
    with pytest.raises(stripe.InvalidRequestError):
        twin.stripe.v1.customers.create(params={"name": "Gone", "expand": ["unicorn"]})
    with pytest.raises(stripe.InvalidRequestError):
        twin.stripe.v1.customers.update(kept.id, params={"name": "x", "expand": ["unicorn"]})
    changed = {key for key in shelf.content if shelf.content[key] != before.get(key)}
    twin.stop()
    assert {key.split("/")[0] for key in changed} == {"idempotency"}
