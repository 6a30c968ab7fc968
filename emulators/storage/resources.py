"""Buckets and objects as they are kept."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from emulators.storage.checksums import Checksums
from emulators.storage.conditions import Version
from emulators.storage.encryption import GOOGLE_MANAGED, Encryption
from emulators.storage.settings import Settings

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bucket:
    """`generation` tells buckets apart that had the same name one after the other.

    `policy` is the IAM policy once somebody has set one.
    """

    name: str
    generation: int
    metageneration: int
    created_at: datetime
    updated_at: datetime
    settings: Settings
    project: str = ""
    policy: Mapping[str, Any] | None = None
    notifications: tuple[Mapping[str, Any], ...] = ()
    retains_objects: bool = False
    soft_deleted_at: datetime | None = None
    hard_deleted_at: datetime | None = None

    @property
    def version(self) -> Version:
        return Version(0, self.metageneration, etag(0, self.metageneration))

    @property
    def keeps_versions(self) -> bool:
        return bool((self.settings.get("versioning") or {}).get("enabled"))

    @property
    def is_uniform(self) -> bool:
        """Tell whether access control lists are off: IAM alone decides."""
        configuration = self.settings.get("iamConfiguration") or {}
        return bool((configuration.get("uniformBucketLevelAccess") or {}).get("enabled"))


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One generation of an object: live, noncurrent or soft-deleted.

    `component_count` is of composed objects only.
    `hold_released_at` is when an event-based hold was lifted: the retention period counts from it.
    """

    bucket: str
    bucket_generation: int
    name: str
    generation: int
    metageneration: int
    created_at: datetime
    updated_at: datetime
    size: int
    checksums: Checksums
    settings: Settings
    component_count: int | None = None
    encryption: Encryption = field(default=GOOGLE_MANAGED)
    hold_released_at: datetime | None = None
    class_changed_at: datetime | None = None
    noncurrent_at: datetime | None = None
    soft_deleted_at: datetime | None = None
    hard_deleted_at: datetime | None = None

    @property
    def version(self) -> Version:
        return Version(self.generation, self.metageneration, self.etag)

    @property
    def etag(self) -> str:
        return etag(self.generation, self.metageneration)

    @property
    def is_live(self) -> bool:
        return self.noncurrent_at is None and self.soft_deleted_at is None

    @property
    def is_soft_deleted(self) -> bool:
        return self.soft_deleted_at is not None

    @property
    def storage_class(self) -> str:
        return str(self.settings.get("storageClass", "STANDARD"))


def etag(generation: int, metageneration: int) -> str:
    return base64.urlsafe_b64encode(f"{generation}/{metageneration}".encode()).decode()
