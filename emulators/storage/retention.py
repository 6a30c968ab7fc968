"""What protects an object from being deleted or overwritten."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.storage.instants import written
from emulators.storage.refusals import invalid, locked, under_hold, under_retention
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.settings import Settings

_HOLDS = {"temporaryHold": "Temporary", "eventBasedHold": "Event-Based"}


def retained_until(stored: StoredObject, bucket: Bucket) -> datetime | None:
    """Return when the bucket's policy lets go of the object; None: no policy, or not known yet."""
    policy = bucket.settings.get("retentionPolicy")
    if policy is None or stored.settings.get("eventBasedHold"):
        return None
    period = timedelta(seconds=int(policy["retentionPeriod"]))
    return (stored.hold_released_at or stored.created_at) + period


def check_removable(stored: StoredObject, bucket: Bucket, now: datetime) -> None:
    """Raise 403 while a hold or the retention policy protects the object."""
    for field, kind in _HOLDS.items():
        if stored.settings.get(field):
            raise under_hold(stored.bucket, stored.name, kind)
    until = retained_until(stored, bucket)
    if until is not None and now < until:
        raise under_retention(stored.bucket, stored.name, written(until))


def settled_policy(bucket_name: str, before: Settings, after: Settings, now: datetime) -> Settings:
    """Return `after` with its retention policy completed; a locked one can only grow."""
    old: Json = before.get("retentionPolicy") or {}
    asked: Json | None = after.get("retentionPolicy")
    if asked is None:
        if old.get("isLocked"):
            raise locked(bucket_name)
        return after
    period = str(asked.get("retentionPeriod", ""))
    if not period.isdigit() or int(period) == 0:
        raise invalid(f"Invalid retention period: '{period}'")
    if old.get("isLocked") and int(period) < int(old["retentionPeriod"]):
        raise locked(bucket_name)
    policy = {
        "retentionPeriod": period,
        "effectiveTime": old.get("effectiveTime", written(now)),
        "isLocked": old.get("isLocked", False),
    }
    return {**after, "retentionPolicy": policy}
