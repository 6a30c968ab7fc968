"""Subscriptions go on after a restart."""

from __future__ import annotations

from tests.emulators.stripe.plans import (
    DAY,
    START,
    advance,
    clock,
    latest,
    monthly,
    payer,
    subscribe,
)
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.test_restart import Kept, restarted


def test_subscriptions_renew_after_a_restart() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    time = clock(twin)
    on_clock = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin))
    plain = subscribe(twin, payer(twin), monthly(twin))
    twin = restarted(twin, shelf)
    try:
        advance(twin, time.id, START + 32 * DAY)
        twin.advance(days=32)
        for key in (on_clock.id, plain.id):
            invoice = latest(twin, key)
            assert (invoice.billing_reason, invoice.status) == ("subscription_cycle", "paid")
    finally:
        twin.stop()
