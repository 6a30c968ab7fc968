"""The buckets of a deployment."""

from __future__ import annotations

from typing import Any

from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions
from emulators.topology import Bucket, Topology


def provision(buckets: Buckets, topology: Topology) -> None:
    """Create the planned buckets and set what has changed; leave the others as they are."""
    for planned in topology.buckets:
        wanted = {"location": topology.region, **_settings(planned)}
        if planned.name not in buckets:
            buckets.create(planned.name, wanted, project=topology.project_number)
            continue
        bucket = buckets.get(planned.name)
        if not _covers(bucket.settings, _settings(planned)):
            settings = {**bucket.settings, **_settings(planned)}
            buckets.change(bucket, settings, Conditions())


def _settings(planned: Bucket) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "iamConfiguration": {
            "uniformBucketLevelAccess": {"enabled": planned.uniform_access},
            "publicAccessPrevention": planned.public_access_prevention,
        },
        "versioning": {"enabled": planned.versioned},
    }
    if planned.retention_seconds is not None:
        settings["retentionPolicy"] = {"retentionPeriod": str(planned.retention_seconds)}
    return settings


def _covers(found: Any, wanted: Any) -> bool:
    """Whether everything that is wanted is found; Cloud Storage adds instants of its own."""
    if not isinstance(wanted, dict):
        return bool(found == wanted)
    return isinstance(found, dict) and all(
        _covers(found.get(name), value) for name, value in wanted.items()
    )
