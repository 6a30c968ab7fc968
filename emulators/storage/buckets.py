"""The buckets and what may be done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from emulators.clock import Clock
from emulators.storage import refusals
from emulators.storage.conditions import Conditions
from emulators.storage.records import Kept, Records
from emulators.storage.resources import Bucket
from emulators.storage.retention import settled_policy
from emulators.storage.settings import Settings

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")


class Buckets:
    def __init__(self, *, clock: Clock, records: Records, kept: Kept) -> None:
        self._clock = clock
        self._records = records
        self._buckets = {bucket.name: bucket for bucket in kept.buckets}

    def __iter__(self) -> Iterator[Bucket]:
        return iter(sorted(self._buckets.values(), key=lambda bucket: bucket.name))

    def __contains__(self, name: str) -> bool:
        return name in self._buckets

    def get(self, name: str) -> Bucket:
        bucket = self._buckets.get(name)
        if bucket is None:
            raise refusals.no_such_bucket()
        return bucket

    def create(self, name: str, settings: Settings) -> Bucket:
        if not _NAME.fullmatch(name):
            raise refusals.invalid(f"Invalid bucket name: '{name}'")
        if name in self._buckets:
            raise refusals.conflict(
                "Your previous request to create the named bucket succeeded and you already own it."
            )
        now = self._clock.now()
        bucket = Bucket(name, 1, now, now, _served(settled_policy(name, {}, settings, now)))
        return self._save(bucket)

    def change(self, bucket: Bucket, settings: Settings, conditions: Conditions) -> Bucket:
        conditions.check_write(bucket.version)
        now = self._clock.now()
        settled = settled_policy(bucket.name, bucket.settings, settings, now)
        return self._save(self._next(bucket, _served(settled)))

    def lock_retention_policy(self, bucket: Bucket, conditions: Conditions) -> Bucket:
        """Lock the policy for good, as production does."""
        conditions.check_write(bucket.version)
        policy = bucket.settings.get("retentionPolicy")
        if policy is None:
            raise refusals.invalid(f"Bucket '{bucket.name}' has no retention policy.")
        locked = {**bucket.settings, "retentionPolicy": {**policy, "isLocked": True}}
        return self._save(self._next(bucket, locked))

    def remove(self, bucket: Bucket) -> None:
        del self._buckets[bucket.name]
        self._records.forget_bucket(bucket.name)

    def _next(self, bucket: Bucket, settings: Settings) -> Bucket:
        return replace(
            bucket,
            metageneration=bucket.metageneration + 1,
            updated_at=self._clock.now(),
            settings=settings,
        )

    def _save(self, bucket: Bucket) -> Bucket:
        self._buckets[bucket.name] = bucket
        self._records.save_bucket(bucket)
        return bucket


def _served(settings: Settings) -> Settings:
    if (settings.get("versioning") or {}).get("enabled"):
        raise refusals.not_served("Object versioning is not served.")
    return settings
