"""Partial updates of topics, subscriptions and snapshots: which fields may change, and how."""

from __future__ import annotations

from typing import Any

from emulators.google_apis.refused import invalid

_FIXED = {
    "Topic": {"name", "kms_key_name", "state", "satisfies_pzs", "tags"},
    "Snapshot": {"name", "topic", "expire_time"},
    "Subscription": {
        "name",
        "topic",
        "filter",
        "enable_message_ordering",
        "detached",
        "state",
        "topic_message_retention_duration",
        "analytics_hub_subscription_info",
        "tags",
    },
}


def merged(current: Any, changes: Any, mask: Any) -> Any:
    """Return a copy of `current` in which the masked fields are those of `changes`."""
    kind = current.DESCRIPTOR.name
    if not mask.paths:
        raise invalid(
            f"The update_mask in the Update{kind}Request must be set, "
            "and must contain a non-empty paths list."
        )
    for path in mask.paths:
        _require_mutable(current.DESCRIPTOR, path)
    result = type(current)()
    result.CopyFrom(current)
    mask.MergeMessage(changes, result, replace_message_field=True, replace_repeated_field=True)
    return result


def _require_mutable(descriptor: Any, path: str) -> None:
    invalid_mask = f"Invalid update_mask provided in the Update{descriptor.name}Request: "
    field = path.partition(".")[0]
    if field not in descriptor.fields_by_name:
        raise invalid(f"{invalid_mask}{path} is not a known {descriptor.name} field.")
    if field in _FIXED[descriptor.name]:
        raise invalid(f"{invalid_mask}the {path} field in the {descriptor.name} is not mutable.")
