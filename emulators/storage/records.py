"""How buckets and objects are written to the shelf; content has a value of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from emulators.shelf import Shelf
from emulators.storage.checksums import Checksums
from emulators.storage.resources import Bucket, StoredObject

_BUCKET = "bucket:"
_OBJECT = "object:"
_CONTENT = "content:"
_GENERATION = "generation"
_INSTANTS = ("created_at", "updated_at", "hold_released_at")


@dataclass(frozen=True, slots=True)
class Kept:
    """`last_generation` is the highest ever given out, also to what is deleted since."""

    buckets: tuple[Bucket, ...]
    objects: tuple[tuple[StoredObject, bytes], ...]
    last_generation: int


class Records:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save_bucket(self, bucket: Bucket) -> None:
        self._shelf.put(_BUCKET + bucket.name, _encode(asdict(bucket)))

    def forget_bucket(self, name: str) -> None:
        self._shelf.delete(_BUCKET + name)

    def save_new_object(self, stored: StoredObject, content: bytes) -> None:
        self.save_object(stored)
        self._shelf.put(_CONTENT + _place(stored), content)
        self._shelf.put(_GENERATION, str(stored.generation).encode())

    def save_object(self, stored: StoredObject) -> None:
        self._shelf.put(_OBJECT + _place(stored), _encode(asdict(stored)))

    def forget_object(self, stored: StoredObject) -> None:
        self._shelf.delete(_OBJECT + _place(stored))
        self._shelf.delete(_CONTENT + _place(stored))

    def read(self) -> Kept:
        """Read everything once: the shelf gives its contents only as a whole."""
        values = dict(self._shelf.items())
        return Kept(
            buckets=tuple(Bucket(**_decode(value)) for _, value in _under(_BUCKET, values)),
            objects=tuple(
                (_object(_decode(value)), values[_CONTENT + place])
                for place, value in _under(_OBJECT, values)
            ),
            last_generation=int(values.get(_GENERATION, b"0")),
        )


def _under(prefix: str, values: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for key, value in values.items():
        if key.startswith(prefix):
            yield key.removeprefix(prefix), value


def _object(known: dict[str, Any]) -> StoredObject:
    return StoredObject(**{**known, "checksums": Checksums(**known["checksums"])})


def _place(stored: StoredObject) -> str:
    return f"{stored.bucket}/{stored.name}"


def _encode(known: dict[str, Any]) -> bytes:
    return json.dumps(known, default=datetime.isoformat).encode()


def _decode(value: bytes) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(value)
    for field in _INSTANTS:
        if known.get(field):
            known[field] = datetime.fromisoformat(known[field])
    return known
