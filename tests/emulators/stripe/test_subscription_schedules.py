"""Subscription schedules, and the end of a test clock."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.plans import (
    START,
    advance,
    at,
    clock,
    latest,
    monthly,
    payer,
    subscribe,
    types,
)
from tests.emulators.stripe.running import RunningTwin


def test_a_schedule_goes_from_phase_to_phase(twin: RunningTwin) -> None:
    time = clock(twin)
    ada = payer(twin, test_clock=time.id)
    price = monthly(twin, 1000)
    month: Any = {"duration": {"interval": "month"}}
    given: Any = {
        "customer": ada.id,
        "start_date": START + 86_400,
        "end_behavior": "cancel",
        "phases": [
            {"items": [{"price": price.id, "quantity": 1}], **month},
            {"items": [{"price": price.id, "quantity": 3}], **month},
        ],
    }
    schedule = twin.stripe.v1.subscription_schedules.create(params=given)
    assert (schedule.status, schedule.subscription) == ("not_started", None)
    advance(twin, time.id, START + 86_400)
    running = twin.stripe.v1.subscription_schedules.retrieve(schedule.id)
    assert isinstance(running.subscription, str)
    assert (running.status, latest(twin, running.subscription).amount_paid) == ("active", 1000)
    advance(twin, time.id, at(2027, 2, 2, 2))
    assert latest(twin, running.subscription).amount_paid == 3000
    advance(twin, time.id, at(2027, 3, 2, 2))
    ended = twin.stripe.v1.subscription_schedules.retrieve(schedule.id)
    assert ended.status == "completed"
    assert twin.stripe.v1.subscriptions.retrieve(running.subscription).status == "canceled"
    assert "subscription_schedule.expiring" in types(twin)


def test_a_schedule_can_take_over_and_let_go(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin, 1000))
    service = twin.stripe.v1.subscription_schedules
    made = service.create(params={"from_subscription": subscription.id})
    assert (made.status, made.phases[0].end_date) == ("active", at(2027, 2, 1))
    assert twin.stripe.v1.subscriptions.retrieve(subscription.id).schedule == made.id
    released = service.release(made.id)
    assert (released.status, released.released_subscription) == ("released", subscription.id)
    assert twin.stripe.v1.subscriptions.retrieve(subscription.id).schedule is None


def test_a_deleted_clock_takes_everything_with_it(twin: RunningTwin) -> None:
    time = clock(twin)
    subscribe(twin, payer(twin, test_clock=time.id), monthly(twin))
    service = twin.stripe.v1.test_helpers.test_clocks
    assert service.delete(time.id).deleted
    assert twin.stripe.v1.subscriptions.list(params={"status": "all"}).data == []
    other = clock(twin)
    with pytest.raises(stripe.InvalidRequestError, match="only moves forward"):
        service.advance(other.id, params={"frozen_time": START})
