"""What a subscription has to do next, on the timeline."""

from __future__ import annotations

from emulators.stripe.billing.calendar import DAY
from emulators.stripe.billing.subscriptions import items
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.store import JsonObject

RENEW = "subscription.renew"
TRIAL_ENDS_SOON = "subscription.trial_ends_soon"
UPCOMING = "subscription.upcoming"
CANCEL = "subscription.cancel"
EXPIRE = "subscription.expire"
RESUME = "subscription.resume"
KINDS = (RENEW, TRIAL_ENDS_SOON, UPCOMING, CANCEL, EXPIRE, RESUME)

TRIAL_NOTICE = 3 * DAY
UPCOMING_NOTICE = 7 * DAY
INCOMPLETE_FOR = 23 * 3600
_ENDED = {"canceled", "incomplete_expired"}


def period(subscription: JsonObject) -> tuple[int, int]:
    """The current period: its start and its end, of the item that ends first."""
    first = min(items.of(subscription), key=lambda row: int(row["current_period_end"]))
    return first["current_period_start"], first["current_period_end"]


def plan(timeline: Timeline, subscription: JsonObject) -> None:
    """Put the subscription's next steps on the timeline, and take off those of before."""
    for kind in KINDS:
        timeline.drop(kind, subscription["id"])
    for kind, at in _steps(subscription, timeline.now(subscription["test_clock"])).items():
        timeline.add(kind, subscription["id"], at, subscription["test_clock"])


def _steps(subscription: JsonObject, now: int) -> dict[str, int]:
    status = subscription["status"]
    if status in _ENDED:
        return {}
    if status == "incomplete":
        return {EXPIRE: subscription["created"] + INCOMPLETE_FOR}
    cancel_at = subscription["cancel_at"]
    if status == "paused":
        return {CANCEL: cancel_at} if cancel_at is not None else {}
    start, end = period(subscription)
    steps = {RENEW: end}
    if cancel_at is not None and cancel_at <= end:
        steps = {CANCEL: cancel_at}
    elif now < end - UPCOMING_NOTICE and start < end - UPCOMING_NOTICE:
        steps[UPCOMING] = end - UPCOMING_NOTICE
    if status == "trialing" and now < subscription["trial_end"] - TRIAL_NOTICE:
        steps[TRIAL_ENDS_SOON] = subscription["trial_end"] - TRIAL_NOTICE
    pause = subscription["pause_collection"]
    if pause and pause["resumes_at"]:
        steps[RESUME] = pause["resumes_at"]
    return steps
