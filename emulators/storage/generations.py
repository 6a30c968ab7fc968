"""Every generation of every object, with its content."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.storage.contents import Contents
from emulators.storage.records import Kept, Records
from emulators.storage.resources import Bucket, StoredObject

_OfName = dict[int, StoredObject]


class Generations:
    """Content is held once: copies of an object share it."""

    def __init__(self, records: Records, kept: Kept) -> None:
        self._records = records
        self._buckets: dict[int, dict[str, _OfName]] = {}
        self._contents = Contents()
        for stored in sorted(kept.objects, key=lambda known: known.generation):
            self._place(stored)
        for generation, content in records.contents():
            self._contents.put(generation, content)

    def live(self, bucket: Bucket, name: str) -> StoredObject | None:
        found = self._of_name(bucket, name).values()
        return next((stored for stored in found if stored.is_live), None)

    def of_name(self, bucket: Bucket, name: str) -> list[StoredObject]:
        """Return all generations of one object, the oldest first."""
        return list(self._of_name(bucket, name).values())

    def one(self, bucket: Bucket, name: str, generation: int) -> StoredObject | None:
        return self._of_name(bucket, name).get(generation)

    def of_bucket(self, bucket: Bucket) -> Iterator[StoredObject]:
        for of_name in self._buckets.get(bucket.generation, {}).values():
            yield from of_name.values()

    def content(self, stored: StoredObject) -> bytes:
        return self._contents.get(stored.generation)

    def add(self, stored: StoredObject, content: bytes) -> None:
        self._place(stored)
        self._contents.put(stored.generation, content)
        self._records.save_new_object(stored, content)

    def change(self, stored: StoredObject) -> None:
        self._place(stored)
        self._records.save_object(stored)

    def remove(self, stored: StoredObject) -> None:
        names = self._buckets[stored.bucket_generation]
        del names[stored.name][stored.generation]
        if not names[stored.name]:
            del names[stored.name]
        self._contents.drop(stored.generation)
        self._records.forget_object(stored)

    def _of_name(self, bucket: Bucket, name: str) -> _OfName:
        return self._buckets.get(bucket.generation, {}).get(name, {})

    def _place(self, stored: StoredObject) -> None:
        names = self._buckets.setdefault(stored.bucket_generation, {})
        names.setdefault(stored.name, {})[stored.generation] = stored
