"""The objects of all buckets and what may be done with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from emulators.clock import Clock
from emulators.storage import refusals
from emulators.storage.buckets import Buckets
from emulators.storage.checksums import Checksums, checksums_of
from emulators.storage.conditions import ABSENT, Conditions
from emulators.storage.records import Kept, Records
from emulators.storage.resources import StoredObject
from emulators.storage.retention import check_removable
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


def new_object(bucket: str, name: str, content: bytes, settings: Settings) -> NewObject:
    return NewObject(bucket, name, content, settings, checksums_of(content))


class Objects:
    def __init__(self, *, clock: Clock, records: Records, kept: Kept, buckets: Buckets) -> None:
        self._clock = clock
        self._records = records
        self._buckets = buckets
        self._last_generation = kept.last_generation
        self._objects: dict[tuple[str, str], tuple[StoredObject, bytes]] = {
            (stored.bucket, stored.name): (stored, content) for stored, content in kept.objects
        }

    def in_bucket(self, bucket: str) -> Iterator[StoredObject]:
        for stored, _ in self._objects.values():
            if stored.bucket == bucket:
                yield stored

    def get(self, bucket: str, name: str, generation: int | None = None) -> StoredObject:
        return self.get_with_content(bucket, name, generation)[0]

    def get_with_content(
        self, bucket: str, name: str, generation: int | None = None
    ) -> tuple[StoredObject, bytes]:
        self._buckets.get(bucket)
        found = self._objects.get((bucket, name))
        if found is None or generation not in {None, found[0].generation}:
            raise refusals.no_such_object(bucket, name)
        return found

    def put(self, new: NewObject, conditions: Conditions) -> StoredObject:
        """Create the object or overwrite what has its name, if `conditions` and holds allow."""
        bucket = self._buckets.get(new.bucket)
        _check_name(new.name)
        found = self._objects.get((new.bucket, new.name))
        conditions.check_write(found[0].version if found else ABSENT)
        if found:
            check_removable(found[0], bucket, self._clock.now())
        held = {"eventBasedHold": True} if bucket.settings.get("defaultEventBasedHold") else {}
        now = self._clock.now()
        stored = StoredObject(
            bucket=new.bucket,
            name=new.name,
            generation=self._next_generation(),
            metageneration=1,
            created_at=now,
            updated_at=now,
            size=len(new.content),
            checksums=new.checksums,
            settings={**held, **new.settings},
            component_count=new.component_count,
        )
        self._objects[new.bucket, new.name] = stored, new.content
        self._records.save_new_object(stored, new.content)
        return stored

    def change(
        self, stored: StoredObject, settings: Settings, conditions: Conditions
    ) -> StoredObject:
        conditions.check_write(stored.version)
        now = self._clock.now()
        released = stored.settings.get("eventBasedHold") and not settings.get("eventBasedHold")
        changed = replace(
            stored,
            metageneration=stored.metageneration + 1,
            updated_at=now,
            settings=settings,
            hold_released_at=now if released else stored.hold_released_at,
        )
        content = self._objects[stored.bucket, stored.name][1]
        self._objects[stored.bucket, stored.name] = changed, content
        self._records.save_object(changed)
        return changed

    def delete(self, stored: StoredObject, conditions: Conditions) -> None:
        conditions.check_write(stored.version)
        check_removable(stored, self._buckets.get(stored.bucket), self._clock.now())
        del self._objects[stored.bucket, stored.name]
        self._records.forget_object(stored)

    def _next_generation(self) -> int:
        """Microseconds since the epoch, as in production, but never the same one twice."""
        self._last_generation = max(self._last_generation + 1, self._clock.time_ns() // 1000)
        return self._last_generation


def _check_name(name: str) -> None:
    size = len(name.encode())
    if not 1 <= size <= NAME_MAX_BYTES or name in {".", ".."} or set(name) & {"\r", "\n"}:
        raise refusals.invalid(f"Invalid object name: '{name}'")
