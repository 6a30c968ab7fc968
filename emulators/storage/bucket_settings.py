"""What the service adds to the settings of a bucket, and what it does not accept."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.storage.instants import written
from emulators.storage.lifecycle import check_rules
from emulators.storage.refusals import invalid
from emulators.storage.resources import Json
from emulators.storage.retention import settled_policy
from emulators.storage.settings import SET_AT_CREATION, Settings

SOFT_DELETE_SECONDS = 7 * 24 * 3600
_SOFT_DELETE_MAX_SECONDS = 90 * 24 * 3600
_UNIFORM_LOCKS_AFTER = timedelta(days=90)
STORAGE_CLASSES = frozenset(
    {
        *("STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"),
        *("MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"),
    }
)


def settled(name: str, before: Settings, after: Settings, now: datetime) -> Settings:
    """Return `after` as the service keeps it; `before` is empty for a new bucket."""
    fixed = {field: before[field] for field in SET_AT_CREATION if field in before}
    asked = settled_policy(name, before, {**after, **fixed}, now)
    check_class(str(asked.get("storageClass", "STANDARD")))
    check_rules((asked.get("lifecycle") or {}).get("rule") or [])
    return {
        **asked,
        "softDeletePolicy": _soft_delete(before, asked, now),
        "iamConfiguration": _access(before, asked, now),
        **_autoclass(before, asked, now),
    }


def check_class(storage_class: str) -> None:
    if storage_class not in STORAGE_CLASSES:
        raise invalid(f"Invalid storage class: '{storage_class}'")


def _soft_delete(before: Settings, after: Settings, now: datetime) -> Json:
    old: Json | None = before.get("softDeletePolicy")
    asked = (after.get("softDeletePolicy") or {}).get("retentionDurationSeconds")
    seconds = str(SOFT_DELETE_SECONDS if asked is None else asked)
    is_allowed = seconds == "0" or (
        seconds.isdigit() and SOFT_DELETE_SECONDS <= int(seconds) <= _SOFT_DELETE_MAX_SECONDS
    )
    if not is_allowed:
        raise invalid(
            "The retention duration of a soft delete policy must be 0 or between "
            f"{SOFT_DELETE_SECONDS} and {_SOFT_DELETE_MAX_SECONDS} seconds."
        )
    if old and old["retentionDurationSeconds"] == seconds:
        return old
    return {"retentionDurationSeconds": seconds, "effectiveTime": written(now)}


def _access(before: Settings, after: Settings, now: datetime) -> Json:
    """Complete the IAM configuration; `bucketPolicyOnly` is the old name of uniform access."""
    asked: Json = after.get("iamConfiguration") or {}
    old = (before.get("iamConfiguration") or {}).get("uniformBucketLevelAccess") or {}
    uniform = asked.get("uniformBucketLevelAccess") or asked.get("bucketPolicyOnly") or {}
    access: Json = {"enabled": bool(uniform.get("enabled"))}
    if access["enabled"]:
        access["lockedTime"] = old.get("lockedTime") or written(now + _UNIFORM_LOCKS_AFTER)
    return {
        "uniformBucketLevelAccess": access,
        "bucketPolicyOnly": access,
        "publicAccessPrevention": asked.get("publicAccessPrevention") or "inherited",
    }


def _autoclass(before: Settings, after: Settings, now: datetime) -> Json:
    asked: Json | None = after.get("autoclass")
    if asked is None:
        return {}
    old: Json = before.get("autoclass") or {}
    terminal = asked.get("terminalStorageClass") or "NEARLINE"
    if terminal not in {"NEARLINE", "ARCHIVE"}:
        raise invalid(f"Invalid terminal storage class of Autoclass: '{terminal}'")
    enabled = bool(asked.get("enabled"))
    if not enabled:
        return {"autoclass": {"enabled": False, "toggleTime": written(now)}}
    return {
        "autoclass": {
            "enabled": True,
            "toggleTime": old["toggleTime"] if old.get("enabled") else written(now),
            "terminalStorageClass": terminal,
            "terminalStorageClassUpdateTime": (
                old["terminalStorageClassUpdateTime"]
                if old.get("terminalStorageClass") == terminal
                else written(now)
            ),
        }
    }
