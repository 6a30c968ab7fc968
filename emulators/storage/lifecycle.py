"""The rules by which a bucket deletes its objects or moves them to another storage class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from emulators.storage.refusals import invalid
from emulators.storage.resources import StoredObject

Rule = Mapping[str, Any]

DELETE = "Delete"
SET_STORAGE_CLASS = "SetStorageClass"
ABORT_UPLOAD = "AbortIncompleteMultipartUpload"
_ACTIONS = frozenset({DELETE, SET_STORAGE_CLASS, ABORT_UPLOAD})
_OF_UPLOADS = frozenset({"age", "matchesPrefix", "matchesSuffix"})
_CONDITIONS = frozenset(
    {
        *("age", "createdBefore", "customTimeBefore", "daysSinceCustomTime"),
        *("daysSinceNoncurrentTime", "isLive", "matchesPrefix", "matchesStorageClass"),
        *("matchesSuffix", "noncurrentTimeBefore", "numNewerVersions"),
    }
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A generation and how many newer ones of the same object there are."""

    stored: StoredObject
    newer_versions: int


def check_rules(rules: Sequence[Rule]) -> None:
    """Raise 400 for a rule that the service would not take."""
    for rule in rules:
        action = (rule.get("action") or {}).get("type")
        conditions = rule.get("condition") or {}
        if action not in _ACTIONS:
            raise invalid(f"Invalid lifecycle action: '{action}'")
        if not conditions:
            raise invalid("A lifecycle rule must have at least one condition.")
        allowed = _OF_UPLOADS if action == ABORT_UPLOAD else _CONDITIONS
        for unknown in sorted(conditions.keys() - allowed):
            raise invalid(f"Invalid condition of a {action} rule: '{unknown}'")
        if action == SET_STORAGE_CLASS and not rule["action"].get("storageClass"):
            raise invalid("A SetStorageClass rule must name a storage class.")


def action_on(candidate: Candidate, rules: Sequence[Rule], now: datetime) -> Mapping[str, Any]:
    """Return what the rules do to the object: deletion goes first, `{}` is nothing."""
    actions = [
        rule["action"]
        for rule in rules
        if rule["action"]["type"] != ABORT_UPLOAD and _applies(candidate, rule["condition"], now)
    ]
    for action in actions:
        if action["type"] == DELETE:
            return dict(action)
    changes = [a for a in actions if a["storageClass"] != candidate.stored.storage_class]
    return dict(changes[0]) if changes else {}


def aborts_upload(name: str, begun_at: datetime, rules: Sequence[Rule], now: datetime) -> bool:
    return any(
        _is_older(begun_at, rule["condition"].get("age"), now)
        and _matches_name(name, rule["condition"])
        for rule in rules
        if rule["action"]["type"] == ABORT_UPLOAD
    )


def _applies(candidate: Candidate, condition: Rule, now: datetime) -> bool:
    stored = candidate.stored
    custom = stored.settings.get("customTime")
    custom_at = datetime.fromisoformat(custom) if custom else None
    classes = condition.get("matchesStorageClass")
    newer = condition.get("numNewerVersions")
    return (
        _is_older(stored.created_at, condition.get("age"), now)
        and _is_before(stored.created_at, condition.get("createdBefore"))
        and _is_older(custom_at, condition.get("daysSinceCustomTime"), now)
        and _is_before(custom_at, condition.get("customTimeBefore"))
        and _is_older(stored.noncurrent_at, condition.get("daysSinceNoncurrentTime"), now)
        and _is_before(stored.noncurrent_at, condition.get("noncurrentTimeBefore"))
        and condition.get("isLive") in {None, stored.is_live}
        and (not classes or stored.storage_class in classes)
        and (newer is None or candidate.newer_versions >= int(newer))
        and _matches_name(stored.name, condition)
    )


def _is_older(moment: datetime | None, days: int | None, now: datetime) -> bool:
    if days is None:
        return True
    return moment is not None and moment + timedelta(days=int(days)) <= now


def _is_before(moment: datetime | None, day: str | None) -> bool:
    """Tell whether the moment is before the UTC midnight at which `day` begins."""
    if day is None:
        return True
    midnight = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return moment is not None and moment < midnight


def _matches_name(name: str, condition: Rule) -> bool:
    prefixes, suffixes = condition.get("matchesPrefix"), condition.get("matchesSuffix")
    return (not prefixes or name.startswith(tuple(prefixes))) and (
        not suffixes or name.endswith(tuple(suffixes))
    )
