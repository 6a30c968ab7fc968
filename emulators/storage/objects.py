"""The objects of all buckets and what may be done with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.storage import events, refusals
from emulators.storage.bucket_settings import check_class
from emulators.storage.buckets import Buckets
from emulators.storage.checksums import Checksums, checksums_of
from emulators.storage.conditions import ABSENT, Conditions
from emulators.storage.encryption import GOOGLE_MANAGED, Encryption
from emulators.storage.generations import Generations
from emulators.storage.object_contexts import settled_contexts
from emulators.storage.object_retention import settled_retention
from emulators.storage.resources import Bucket, StoredObject
from emulators.storage.retention import check_archivable, check_removable
from emulators.storage.serial_numbers import SerialNumbers
from emulators.storage.settings import Settings

NAME_MAX_BYTES = 1024


@dataclass(frozen=True, slots=True)
class NewObject:
    bucket: str
    name: str
    content: bytes
    settings: Settings
    checksums: Checksums
    component_count: int | None = None
    encryption: Encryption = GOOGLE_MANAGED


def new_object(
    bucket: str,
    name: str,
    content: bytes,
    settings: Settings,
    encryption: Encryption = GOOGLE_MANAGED,
) -> NewObject:
    checksums = checksums_of(content)
    return NewObject(bucket, name, content, settings, checksums, encryption=encryption)


class Objects:
    def __init__(
        self,
        *,
        clock: Clock,
        serials: SerialNumbers,
        buckets: Buckets,
        generations: Generations,
        announce: events.Announce,
    ) -> None:
        self._clock = clock
        self._serials = serials
        self._buckets = buckets
        self._generations = generations
        self._announce = announce

    def in_bucket(self, bucket: Bucket) -> Iterator[StoredObject]:
        """Yield every generation: live, noncurrent and soft-deleted."""
        now = self._clock.now()
        for stored in self._generations.of_bucket(bucket):
            if stored.hard_deleted_at is None or now < stored.hard_deleted_at:
                yield stored

    def of_name(self, bucket: Bucket, name: str) -> list[StoredObject]:
        return self._generations.of_name(bucket, name)

    def get(self, bucket: str, name: str, generation: int | None = None) -> StoredObject:
        """Return the live generation, or the one asked for unless it is soft-deleted."""
        home = self._buckets.get(bucket)
        if generation is None:
            found = self._generations.live(home, name)
        else:
            found = self._generations.one(home, name, generation)
        if found is None or found.is_soft_deleted:
            raise refusals.no_such_object(bucket, name)
        return found

    def get_soft_deleted(self, bucket: str, name: str, generation: int) -> StoredObject:
        found = self._generations.one(self._buckets.get(bucket), name, generation)
        if (
            found is None
            or found.hard_deleted_at is None
            or found.hard_deleted_at <= self._clock.now()
        ):
            raise refusals.no_such_object(bucket, name)
        return found

    def content(self, stored: StoredObject) -> bytes:
        return self._generations.content(stored)

    def put(self, new: NewObject, conditions: Conditions) -> StoredObject:
        """Create the object or overwrite what has its name, if `conditions` and holds allow."""
        bucket = self._buckets.get(new.bucket)
        _check_name(new.name)
        found = self._generations.live(bucket, new.name)
        conditions.check_write(found.version if found else ABSENT)
        if found:
            self._check_replaceable(found, bucket)
        stored = self._stored(new, bucket)
        if found:
            self._retire(found, bucket, {"overwrittenByGeneration": str(stored.generation)})
        self._generations.add(stored, new.content)
        related = {"overwroteGeneration": str(found.generation)} if found else {}
        self._tell(events.FINALIZE, bucket, stored, related)
        return stored

    def change(
        self,
        stored: StoredObject,
        settings: Settings,
        conditions: Conditions,
        *,
        may_override_retention: bool = False,
    ) -> StoredObject:
        conditions.check_write(stored.version)
        now, bucket = self._clock.now(), self._buckets.get(stored.bucket)
        settled = settled_retention(
            stored.settings,
            settled_contexts(stored.settings, settings, now),
            bucket=bucket,
            now=now,
            may_override=may_override_retention,
        )
        released = stored.settings.get("eventBasedHold") and not settled.get("eventBasedHold")
        changed = replace(
            stored,
            metageneration=stored.metageneration + 1,
            updated_at=now,
            settings=settled,
            hold_released_at=now if released else stored.hold_released_at,
        )
        self._generations.change(changed)
        self._tell(events.METADATA_UPDATE, bucket, changed, {})
        return changed

    def set_storage_class(self, stored: StoredObject, storage_class: str) -> None:
        """Do what a lifecycle rule does: no new generation, nothing but the class changes."""
        settings = {**stored.settings, "storageClass": storage_class}
        now = self._clock.now()
        self._generations.change(replace(stored, settings=settings, class_changed_at=now))

    def delete(
        self, stored: StoredObject, conditions: Conditions, *, for_good: bool = False
    ) -> None:
        """Delete the generation; where versions are kept, a live one becomes noncurrent.

        `for_good` says that the request named the generation: it is not archived.
        """
        conditions.check_write(stored.version)
        bucket = self._buckets.get(stored.bucket)
        if stored.is_live and not for_good:
            self._check_replaceable(stored, bucket)
            self._retire(stored, bucket, {})
            return
        check_removable(stored, bucket, self._clock.now())
        self._bury(stored, bucket, {})

    def purge(self, bucket: Bucket) -> None:
        """Forget what was soft-deleted long enough ago."""
        now = self._clock.now()
        for stored in list(self._generations.of_bucket(bucket)):
            if stored.hard_deleted_at is not None and stored.hard_deleted_at <= now:
                self._generations.remove(stored)

    def drop_bucket(self, bucket: Bucket) -> None:
        """Forget everything in a bucket that is gone for good."""
        for stored in list(self._generations.of_bucket(bucket)):
            self._generations.remove(stored)

    def _stored(self, new: NewObject, bucket: Bucket) -> StoredObject:
        now = self._clock.now()
        held = {"eventBasedHold": True} if bucket.settings.get("defaultEventBasedHold") else {}
        default = {"storageClass": bucket.settings.get("storageClass", "STANDARD")}
        settings = settled_contexts({}, {**held, **default, **new.settings}, now)
        check_class(str(settings["storageClass"]))
        return StoredObject(
            bucket=bucket.name,
            bucket_generation=bucket.generation,
            name=new.name,
            generation=self._serials.next(),
            metageneration=1,
            created_at=now,
            updated_at=now,
            size=len(new.content),
            checksums=new.checksums,
            settings=settled_retention({}, settings, bucket=bucket, now=now, may_override=False),
            component_count=new.component_count,
            encryption=_encryption(new, bucket),
        )

    def _check_replaceable(self, stored: StoredObject, bucket: Bucket) -> None:
        if bucket.keeps_versions:
            check_archivable(stored)
        else:
            check_removable(stored, bucket, self._clock.now())

    def _retire(self, stored: StoredObject, bucket: Bucket, related: Mapping[str, str]) -> None:
        if not bucket.keeps_versions:
            self._bury(stored, bucket, related)
            return
        archived = replace(stored, noncurrent_at=self._clock.now())
        self._generations.change(archived)
        self._tell(events.ARCHIVE, bucket, archived, related)

    def _bury(self, stored: StoredObject, bucket: Bucket, related: Mapping[str, str]) -> None:
        """Delete softly if the bucket's policy says so, else for good."""
        seconds = int(bucket.settings["softDeletePolicy"]["retentionDurationSeconds"])
        now = self._clock.now()
        if seconds:
            end = now + timedelta(seconds=seconds)
            self._generations.change(replace(stored, soft_deleted_at=now, hard_deleted_at=end))
        else:
            self._generations.remove(stored)
        self._tell(events.DELETE, bucket, stored, related)

    def _tell(
        self, kind: str, bucket: Bucket, stored: StoredObject, related: Mapping[str, str]
    ) -> None:
        self._announce(events.Event(kind, bucket, stored, self._clock.now(), related))


def _encryption(new: NewObject, bucket: Bucket) -> Encryption:
    default = (bucket.settings.get("encryption") or {}).get("defaultKmsKeyName")
    if default and new.encryption == GOOGLE_MANAGED:
        return Encryption(kms_key_name=default)
    return new.encryption


def _check_name(name: str) -> None:
    size = len(name.encode())
    if not 1 <= size <= NAME_MAX_BYTES or name in {".", ".."} or set(name) & {"\r", "\n"}:
        raise refusals.invalid(f"Invalid object name: '{name}'")
