"""What protects an object from being deleted, overwritten or archived."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.storage.instants import read_instant, written
from emulators.storage.refusals import invalid, locked, under_hold, under_retention
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.settings import Settings

_HOLDS = {"temporaryHold": "Temporary", "eventBasedHold": "Event-Based"}
_YEARS_100_SECONDS = 3_155_760_000


def retained_until(stored: StoredObject, bucket: Bucket) -> datetime | None:
    """Return when the bucket's policy and the object's own retention let go of the object.

    None: nothing retains it, or an event-based hold keeps the end unknown.
    """
    ends = [end for end in (_policy_end(stored, bucket), _own_end(stored)) if end is not None]
    return max(ends, default=None)


def _policy_end(stored: StoredObject, bucket: Bucket) -> datetime | None:
    policy = bucket.settings.get("retentionPolicy")
    if policy is None or stored.settings.get("eventBasedHold"):
        return None
    period = timedelta(seconds=int(policy["retentionPeriod"]))
    return (stored.hold_released_at or stored.created_at) + period


def _own_end(stored: StoredObject) -> datetime | None:
    retention = stored.settings.get("retention")
    return read_instant(retention["retainUntilTime"], "retainUntilTime") if retention else None


def check_archivable(stored: StoredObject) -> None:
    """Raise 403 while a hold protects the object."""
    for field, kind in _HOLDS.items():
        if stored.settings.get(field):
            raise under_hold(stored.bucket, stored.name, kind)


def check_removable(stored: StoredObject, bucket: Bucket, now: datetime) -> None:
    """Raise 403 while a hold, the bucket's policy or its own retention protects the object."""
    check_archivable(stored)
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
    if not period.isdigit() or not 0 < int(period) <= _YEARS_100_SECONDS:
        raise invalid(f"Invalid retention period: '{period}'")
    if old.get("isLocked") and int(period) < int(old["retentionPeriod"]):
        raise locked(bucket_name)
    policy = {
        "retentionPeriod": period,
        "effectiveTime": old.get("effectiveTime", written(now)),
        "isLocked": old.get("isLocked", False),
    }
    return {**after, "retentionPolicy": policy}
