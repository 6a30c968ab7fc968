"""The retention of a single object: `Unlocked` may be shortened by override, `Locked` never."""

from __future__ import annotations

from datetime import datetime

from emulators.storage.instants import read_instant, written
from emulators.storage.refusals import forbidden, invalid
from emulators.storage.resources import Bucket, Json
from emulators.storage.settings import Settings

LOCKED, UNLOCKED = "Locked", "Unlocked"


def settled_retention(
    before: Settings, after: Settings, *, bucket: Bucket, now: datetime, may_override: bool
) -> Settings:
    """Return `after` with its retention checked against what `before` promises."""
    old: Json | None = before.get("retention")
    new = _read(after.get("retention"))
    rest = {field: value for field, value in after.items() if field != "retention"}
    if new is None:
        _check_change(old, None, may_override=may_override)
        return rest
    if new == old:
        return after
    if not bucket.retains_objects:
        raise invalid(f"Object retention is not enabled for bucket '{bucket.name}'.")
    if _end(new) <= now:
        raise invalid("The retainUntilTime of an object must be in the future.")
    _check_change(old, new, may_override=may_override)
    return {**rest, "retention": new}


def _check_change(old: Json | None, new: Json | None, *, may_override: bool) -> None:
    if old is None:
        return
    is_shorter = new is None or _end(new) < _end(old)
    if old["mode"] == LOCKED and (is_shorter or (new or {}).get("mode") != LOCKED):
        raise forbidden(
            "The retention of the object is locked: it cannot be removed, reduced or unlocked."
        )
    is_weighty = is_shorter or (new or {}).get("mode") != old["mode"]
    if is_weighty and not may_override:
        raise forbidden(
            "Removing, reducing or locking an object's retention needs overrideUnlockedRetention."
        )


def _read(asked: Json | None) -> Json | None:
    if not asked or not any(asked.values()):
        return None
    if asked.get("mode") not in {LOCKED, UNLOCKED}:
        raise invalid(f"Invalid retention mode: '{asked.get('mode')}'")
    until = read_instant(asked.get("retainUntilTime"), "retention.retainUntilTime")
    return {"mode": asked["mode"], "retainUntilTime": written(until)}


def _end(retention: Json) -> datetime:
    return read_instant(retention["retainUntilTime"], "retention.retainUntilTime")
