"""How everything is written to the shelf; content has a value of its own.

A generation is never given out twice, so it alone is the key of an object and of its content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from emulators.shelf import Shelf
from emulators.storage.checksums import Checksums
from emulators.storage.encryption import Encryption
from emulators.storage.resources import Bucket, StoredObject

_BUCKET = "bucket/"
_OBJECT = "object/"
_CONTENT = "content/"
_GENERATION = "last-generation"
_INSTANTS = (
    *("created_at", "updated_at", "hold_released_at", "class_changed_at"),
    *("noncurrent_at", "soft_deleted_at", "hard_deleted_at"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """`last_generation` is the highest ever given out, also to what is deleted since.

    `others` is what the parts of the service keep that write their own records.
    """

    buckets: tuple[Bucket, ...]
    objects: tuple[StoredObject, ...]
    last_generation: int
    others: dict[str, bytes]


class Records:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save_bucket(self, bucket: Bucket) -> None:
        self._shelf.put(f"{_BUCKET}{bucket.generation}", _encode(asdict(bucket)))

    def forget_bucket(self, bucket: Bucket) -> None:
        self._shelf.delete(f"{_BUCKET}{bucket.generation}")

    def save_generation(self, generation: int) -> None:
        self._shelf.put(_GENERATION, str(generation).encode())

    def save_new_object(self, stored: StoredObject, content: bytes) -> None:
        self.save_object(stored)
        self._shelf.put(f"{_CONTENT}{stored.generation}", content)

    def save_object(self, stored: StoredObject) -> None:
        self._shelf.put(f"{_OBJECT}{stored.generation}", _encode(asdict(stored)))

    def forget_object(self, stored: StoredObject) -> None:
        self._shelf.delete(f"{_OBJECT}{stored.generation}")
        self._shelf.delete(f"{_CONTENT}{stored.generation}")

    def read(self) -> Kept:
        """Read everything but what is in the objects."""
        values = {key: value for key, value in self._shelf.items() if not key.startswith(_CONTENT)}
        return Kept(
            buckets=tuple(_bucket(_decode(value)) for _, value in under(_BUCKET, values)),
            objects=tuple(_object(_decode(value)) for _, value in under(_OBJECT, values)),
            last_generation=int(values.get(_GENERATION, b"0")),
            others={
                key: value
                for key, value in values.items()
                if not key.startswith((_BUCKET, _OBJECT, _GENERATION))
            },
        )

    def contents(self) -> Iterator[tuple[int, bytes]]:
        """What is in the objects, by generation, one by one: together it may be large."""
        for key, content in self._shelf.items(_CONTENT):
            yield int(key.removeprefix(_CONTENT)), content


def under(prefix: str, values: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for key, value in values.items():
        if key.startswith(prefix):
            yield key.removeprefix(prefix), value


def _bucket(known: dict[str, Any]) -> Bucket:
    return Bucket(**{**known, "notifications": tuple(known["notifications"])})


def _object(known: dict[str, Any]) -> StoredObject:
    checksums, encryption = Checksums(**known["checksums"]), Encryption(**known["encryption"])
    return StoredObject(**{**known, "checksums": checksums, "encryption": encryption})


def _encode(known: dict[str, Any]) -> bytes:
    return json.dumps(known, default=datetime.isoformat).encode()


def _decode(value: bytes) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(value)
    for field in _INSTANTS:
        if known.get(field):
            known[field] = datetime.fromisoformat(known[field])
    return known
