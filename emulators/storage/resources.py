"""Buckets and objects as they are kept, and as the API shows them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from emulators.storage.checksums import Checksums
from emulators.storage.conditions import Version
from emulators.storage.instants import written
from emulators.storage.settings import Settings

Json = dict[str, Any]
_MULTI_REGIONS = frozenset({"ASIA", "EU", "US"})


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    metageneration: int
    created_at: datetime
    updated_at: datetime
    settings: Settings

    @property
    def version(self) -> Version:
        return Version(0, self.metageneration, _etag(0, self.metageneration))


@dataclass(frozen=True, slots=True)
class StoredObject:
    """`component_count` is of composed objects only.

    `hold_released_at` is when an event-based hold was lifted: the retention period counts from it.
    """

    bucket: str
    name: str
    generation: int
    metageneration: int
    created_at: datetime
    updated_at: datetime
    size: int
    checksums: Checksums
    settings: Settings
    component_count: int | None = None
    hold_released_at: datetime | None = None

    @property
    def version(self) -> Version:
        etag = _etag(self.generation, self.metageneration)
        return Version(self.generation, self.metageneration, etag)


def bucket_resource(bucket: Bucket, base_url: str) -> Json:
    location = str(bucket.settings.get("location", "US")).upper()
    return {
        "storageClass": "STANDARD",
        **bucket.settings,
        "location": location,
        "locationType": "multi-region" if location in _MULTI_REGIONS else "region",
        "kind": "storage#bucket",
        "id": bucket.name,
        "name": bucket.name,
        "projectNumber": "0",
        "selfLink": f"{base_url}/storage/v1/b/{bucket.name}",
        "metageneration": str(bucket.metageneration),
        "etag": bucket.version.etag,
        "timeCreated": written(bucket.created_at),
        "updated": written(bucket.updated_at),
    }


def object_resource(stored: StoredObject, retained_until: datetime | None, base_url: str) -> Json:
    path = f"storage/v1/b/{stored.bucket}/o/{quote(stored.name, safe='')}"
    known: Json = {
        "storageClass": "STANDARD",
        **stored.settings,
        "kind": "storage#object",
        "id": f"{stored.bucket}/{stored.name}/{stored.generation}",
        "name": stored.name,
        "bucket": stored.bucket,
        "selfLink": f"{base_url}/{path}",
        "mediaLink": f"{base_url}/download/{path}?generation={stored.generation}&alt=media",
        "generation": str(stored.generation),
        "metageneration": str(stored.metageneration),
        "etag": stored.version.etag,
        "size": str(stored.size),
        "crc32c": stored.checksums.crc32c,
        "timeCreated": written(stored.created_at),
        "timeFinalized": written(stored.created_at),
        "timeStorageClassUpdated": written(stored.created_at),
        "updated": written(stored.updated_at),
    }
    if stored.checksums.md5:
        known["md5Hash"] = stored.checksums.md5
    if stored.component_count:
        known["componentCount"] = stored.component_count
    if retained_until:
        known["retentionExpirationTime"] = written(retained_until)
    return known


def _etag(generation: int, metageneration: int) -> str:
    return base64.urlsafe_b64encode(f"{generation}/{metageneration}".encode()).decode()
