"""The part of a resource that its owner sets, and how requests change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Settings = Mapping[str, Any]

OF_BUCKET = frozenset(
    {
        *("acl", "autoclass", "billing", "cors", "customPlacementConfig"),
        *("defaultEventBasedHold", "defaultObjectAcl", "encryption", "hierarchicalNamespace"),
        *("iamConfiguration", "ipFilter", "labels", "lifecycle", "location", "logging"),
        *("retentionPolicy", "rpo", "softDeletePolicy", "storageClass", "versioning", "website"),
    }
)
SET_AT_CREATION = frozenset({"location", "customPlacementConfig", "hierarchicalNamespace"})
# A change of the bucket leaves these as they are.

OF_OBJECT = frozenset(
    {
        *("acl", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage"),
        *("contentType", "contexts", "customTime", "eventBasedHold", "metadata", "retention"),
        *("storageClass", "temporaryHold"),
    }
)
_MAPS = frozenset({"labels", "metadata", "iamConfiguration", "contexts", "custom"})
# Patched key by key; every other value is replaced whole.


def replaced(asked: Settings, fields: Iterable[str]) -> Settings:
    """Return what `asked` sets and nothing else: what a new resource or a PUT has."""
    return {field: asked[field] for field in fields if asked.get(field) is not None}


def patched(settings: Settings, asked: Settings, fields: Iterable[str]) -> Settings:
    """Return `settings` with the changes of a PATCH: null removes, absent leaves alone."""
    return _merged(settings, {field: asked[field] for field in asked.keys() & set(fields)})


def _merged(settings: Settings, changes: Settings) -> dict[str, Any]:
    result = dict(settings)
    for field, value in changes.items():
        if value is None:
            result.pop(field, None)
        elif field in _MAPS and isinstance(value, Mapping):
            result[field] = _merged(result.get(field) or {}, value)
        else:
            result[field] = value
    return result
