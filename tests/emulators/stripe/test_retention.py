"""What the account forgets by itself: it would grow for ever otherwise."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.test_restart import Kept


@pytest.fixture
def shelf() -> Kept:
    return Kept()


def make(twin: RunningTwin, key: str | None = None) -> stripe.Customer:
    """Something that tells an event. `key`: of idempotency."""
    options: Any = {} if key is None else {"idempotency_key": key}
    return twin.stripe.v1.customers.create(params={"name": "Ada"}, options=options)


def kept(shelf: Kept, kind: str) -> int:
    return len([address for address, _ in shelf.items() if address.startswith(f"{kind}/")])


def test_events_of_a_month_ago_are_deleted_from_the_shelf_as_well(shelf: Kept) -> None:
    twin = RunningTwin(shelf)
    make(twin)
    twin.advance(days=29)
    make(twin)
    assert (kept(shelf, "event"), kept(shelf, "v2.core.event")) == (2, 2)
    twin.advance(days=2)
    make(twin)
    assert (kept(shelf, "event"), kept(shelf, "v2.core.event")) == (2, 2)
    twin.stop()


def test_deliveries_that_were_received_are_forgotten_after_three_days(shelf: Kept) -> None:
    twin = RunningTwin(shelf)
    twin.listen("customer.created")
    make(twin)
    twin.shop.wait_for_count(1)
    twin.advance(days=4)
    make(twin)
    assert kept(shelf, "delivery") == 1
    twin.stop()


def test_a_delivery_that_failed_is_shown_as_long_as_its_event(twin: RunningTwin) -> None:
    twin.listen("customer.created")
    twin.shop.answers = [500] * 99
    make(twin)
    twin.walk(days=5)
    make(twin)
    failed = twin.stripe.v1.events.list(params={"delivery_success": False}).data
    assert len(failed) == 2


def test_the_result_of_a_key_is_forgotten_after_a_day(shelf: Kept) -> None:
    twin = RunningTwin(shelf)
    first = make(twin, "one")
    twin.advance(hours=23)
    assert make(twin, "one").id == first.id
    twin.advance(hours=2)
    second = make(twin, "two")
    assert second.id != first.id
    assert kept(shelf, "idempotency") == 1
    twin.stop()
