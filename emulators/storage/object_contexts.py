"""Contexts of objects: values under keys, with the times at which they came and changed."""

from __future__ import annotations

from datetime import datetime

from emulators.storage.instants import written
from emulators.storage.refusals import invalid
from emulators.storage.resources import Json
from emulators.storage.settings import Settings

CONTEXTS_MAX = 50


def settled_contexts(before: Settings, after: Settings, now: datetime) -> Settings:
    """Return `after` with the times of its contexts; those that did not change keep theirs."""
    if after.get("contexts") is None:
        return after
    old: Json = (before.get("contexts") or {}).get("custom") or {}
    new: Json = after["contexts"].get("custom") or {}
    if len(new) > CONTEXTS_MAX:
        raise invalid(f"An object can have at most {CONTEXTS_MAX} contexts.")
    custom = {key: _timed(old.get(key), payload, written(now)) for key, payload in new.items()}
    return {**after, "contexts": {"custom": custom}}


def _timed(old: Json | None, new: Json, now: str) -> Json:
    value = {"value": str(new.get("value", ""))}
    if old is None:
        return {**value, "createTime": now, "updateTime": now}
    if old["value"] == value["value"]:
        return old
    return {**value, "createTime": old["createTime"], "updateTime": now}
