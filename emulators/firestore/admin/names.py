"""Names of indexes and fields: `DATABASE/collectionGroups/C/indexes/I`, `.../fields/F`."""

from __future__ import annotations

import re

from emulators.google_apis.refused import invalid

_UNDER_GROUP = re.compile(r"(projects/[^/]+/databases/[^/]+)/collectionGroups/([^/]+)(?:/(.*))?")


def group_of(parent: str) -> tuple[str, str]:
    """Database and collection ID of a collection group."""
    match = _UNDER_GROUP.fullmatch(parent)
    if match is None or match[3]:
        raise invalid(f'Invalid collection group name "{parent}".')
    return match[1], match[2]


def child_of(name: str, kind: str) -> tuple[str, str, str]:
    """Database, collection ID and last part; `kind` is "indexes" or "fields"."""
    match = _UNDER_GROUP.fullmatch(name)
    if match is None or not (match[3] or "").startswith(f"{kind}/"):
        raise invalid(f'Invalid name "{name}": it is not collectionGroups/*/{kind}/*.')
    return match[1], match[2], match[3].partition("/")[2]
