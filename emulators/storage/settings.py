"""The part of a resource that its owner sets, and how requests change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Settings = Mapping[str, Any]

OF_BUCKET = frozenset(
    {
        *("autoclass", "billing", "cors", "customPlacementConfig", "defaultEventBasedHold"),
        *("encryption", "iamConfiguration", "labels", "lifecycle", "location", "logging"),
        *("retentionPolicy", "rpo", "softDeletePolicy", "storageClass", "versioning", "website"),
    }
)
OF_OBJECT = frozenset(
    {
        *("cacheControl", "contentDisposition", "contentEncoding", "contentLanguage"),
        *("contentType", "customTime", "eventBasedHold", "metadata", "storageClass"),
        "temporaryHold",
    }
)
_MAPS = frozenset({"labels", "metadata"})
# Patched key by key; every other value is replaced whole.


def replaced(asked: Settings, fields: Iterable[str]) -> Settings:
    """Return what `asked` sets and nothing else: what a new resource or a PUT has."""
    return {field: asked[field] for field in fields if asked.get(field) is not None}


def patched(settings: Settings, asked: Settings, fields: Iterable[str]) -> Settings:
    """Return `settings` with the changes of a PATCH: null removes, absent leaves alone."""
    result = dict(settings)
    for field in asked.keys() & set(fields):
        value = asked[field]
        if field in _MAPS and value is not None:
            value = _without_nulls({**result.get(field, {}), **value})
        if value is None:
            result.pop(field, None)
        else:
            result[field] = value
    return result


def _without_nulls(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
