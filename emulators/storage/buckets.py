"""The buckets and what may be done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from emulators.clock.clock import Clock
from emulators.storage import refusals
from emulators.storage.bucket_settings import settled
from emulators.storage.conditions import Conditions
from emulators.storage.records import Kept, Records
from emulators.storage.resources import Bucket
from emulators.storage.serial_numbers import SerialNumbers
from emulators.storage.settings import Settings

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")


class Buckets:
    def __init__(
        self, *, clock: Clock, records: Records, kept: Kept, serials: SerialNumbers
    ) -> None:
        self._clock = clock
        self._records = records
        self._serials = serials
        self._live = {one.name: one for one in kept.buckets if one.soft_deleted_at is None}
        self._soft_deleted = {
            one.generation: one for one in kept.buckets if one.soft_deleted_at is not None
        }

    def __iter__(self) -> Iterator[Bucket]:
        return iter(sorted(self._live.values(), key=lambda bucket: bucket.name))

    def __contains__(self, name: str) -> bool:
        return name in self._live

    def get(self, name: str) -> Bucket:
        bucket = self._live.get(name)
        if bucket is None:
            raise refusals.no_such_bucket()
        return bucket

    def soft_deleted(self) -> list[Bucket]:
        """Return those that can still be restored, by name."""
        now = self._clock.now()
        found = [
            one
            for one in self._soft_deleted.values()
            if one.hard_deleted_at is not None and now < one.hard_deleted_at
        ]
        return sorted(found, key=lambda bucket: (bucket.name, bucket.generation))

    def get_soft_deleted(self, name: str, generation: int) -> Bucket:
        for bucket in self.soft_deleted():
            if (bucket.name, bucket.generation) == (name, generation):
                return bucket
        raise refusals.no_such_bucket()

    def create(
        self, name: str, settings: Settings, *, project: str = "", retains_objects: bool = False
    ) -> Bucket:
        if not _NAME.fullmatch(name):
            raise refusals.invalid(f"Invalid bucket name: '{name}'")
        if name in self._live:
            raise refusals.conflict(
                "Your previous request to create the named bucket succeeded and you already own it."
            )
        now = self._clock.now()
        bucket = Bucket(
            name=name,
            generation=self._serials.next(),
            metageneration=1,
            created_at=now,
            updated_at=now,
            settings=settled(name, {}, settings, now),
            project=project,
            retains_objects=retains_objects,
        )
        return self._save(bucket)

    def change(self, bucket: Bucket, settings: Settings, conditions: Conditions) -> Bucket:
        conditions.check_write(bucket.version)
        complete = settled(bucket.name, bucket.settings, settings, self._clock.now())
        return self._save(self._next(bucket, complete))

    def lock_retention_policy(self, bucket: Bucket, conditions: Conditions) -> Bucket:
        """Lock the policy for good, as production does."""
        conditions.check_write(bucket.version)
        policy = bucket.settings.get("retentionPolicy")
        if policy is None:
            raise refusals.invalid(f"Bucket '{bucket.name}' has no retention policy.")
        locked = {**bucket.settings, "retentionPolicy": {**policy, "isLocked": True}}
        return self._save(self._next(bucket, locked))

    def set_policy(self, bucket: Bucket, policy: Mapping[str, Any]) -> Bucket:
        """Keep the IAM policy, which is no part of the bucket's metadata."""
        return self._save(replace(bucket, policy=policy))

    def set_notifications(
        self, bucket: Bucket, notifications: tuple[Mapping[str, Any], ...]
    ) -> Bucket:
        return self._save(replace(bucket, notifications=notifications))

    def remove(self, bucket: Bucket) -> None:
        """Delete the bucket: softly, if its policy says so."""
        del self._live[bucket.name]
        seconds = int(bucket.settings["softDeletePolicy"]["retentionDurationSeconds"])
        if seconds == 0:
            self._records.forget_bucket(bucket)
            return
        now = self._clock.now()
        buried = replace(
            bucket, soft_deleted_at=now, hard_deleted_at=now + timedelta(seconds=seconds)
        )
        self._soft_deleted[buried.generation] = buried
        self._records.save_bucket(buried)

    def restore(self, bucket: Bucket) -> Bucket:
        if bucket.name in self._live:
            raise refusals.conflict(f"A bucket named '{bucket.name}' exists.")
        del self._soft_deleted[bucket.generation]
        back = replace(bucket, soft_deleted_at=None, hard_deleted_at=None)
        return self._save(self._next(back, back.settings))

    def purge(self) -> list[Bucket]:
        """Forget the soft-deleted buckets whose time is over; return them."""
        kept = {bucket.generation for bucket in self.soft_deleted()}
        over = [one for one in self._soft_deleted.values() if one.generation not in kept]
        for bucket in over:
            del self._soft_deleted[bucket.generation]
            self._records.forget_bucket(bucket)
        return over

    def _next(self, bucket: Bucket, settings: Settings) -> Bucket:
        return replace(
            bucket,
            metageneration=bucket.metageneration + 1,
            updated_at=self._clock.now(),
            settings=settings,
        )

    def _save(self, bucket: Bucket) -> Bucket:
        self._live[bucket.name] = bucket
        self._records.save_bucket(bucket)
        return bucket
