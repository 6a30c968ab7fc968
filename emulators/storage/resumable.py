"""Uploads that arrive in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Self

from emulators.clock import Clock
from emulators.storage.conditions import Conditions
from emulators.storage.refusals import invalid, no_such_upload
from emulators.storage.resources import StoredObject
from emulators.storage.settings import Settings

LIFETIME = timedelta(weeks=1)
CHUNK_MULTIPLE_BYTES = 256 * 1024
_CONTENT_RANGE = re.compile(r"bytes (?:(?P<first>\d+)-(?P<last>\d+)|\*)/(?P<total>\d+|\*)")
_ID_BITS = 160


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a PUT brings: `content` from `first` on, of `total` bytes if that is known yet."""

    first: int | None
    total: int | None
    content: bytes

    @classmethod
    def read(cls, content_range: str | None, content: bytes) -> Self:
        if content_range is None:
            return cls(0, len(content), content)
        match = _CONTENT_RANGE.fullmatch(content_range)
        if match is None:
            raise invalid(f"Failed to parse Content-Range header: '{content_range}'")
        first, last, total = match["first"], match["last"], match["total"]
        if first is not None and int(last) - int(first) + 1 != len(content):
            raise invalid("Content-Range does not match the length of the body.")
        return cls(
            int(first) if first is not None else None,
            int(total) if total != "*" else None,
            content,
        )


@dataclass(slots=True)
class Upload:
    bucket: str
    name: str
    settings: Settings
    claims: Mapping[str, str]
    conditions: Conditions
    received: bytearray = field(default_factory=bytearray)
    finished: StoredObject | None = None

    def take(self, chunk: Chunk) -> bool:
        """Append what is new; tell whether the upload is complete."""
        if chunk.first is not None:
            self._append(chunk, chunk.first)
        return chunk.total is not None and len(self.received) == chunk.total

    def _append(self, chunk: Chunk, first: int) -> None:
        end = first + len(chunk.content)
        if first > len(self.received):
            raise invalid(f"Content-Range leaves a gap: {len(self.received)} bytes were received.")
        if end != chunk.total and len(chunk.content) % CHUNK_MULTIPLE_BYTES:
            raise invalid(f"All chunks but the last must be multiples of {CHUNK_MULTIPLE_BYTES}.")
        self.received += chunk.content[len(self.received) - first :]


class Uploads:
    """Those under way. They are not kept on the shelf: a client that misses one starts again."""

    def __init__(self, *, clock: Clock, random: Random) -> None:
        self._clock = clock
        self._random = random
        self._uploads: dict[str, Upload] = {}
        self._expiries: dict[str, Callable[[], None]] = {}

    def begin(self, upload: Upload) -> str:
        """Return the new upload's id."""
        upload_id = f"{self._random.getrandbits(_ID_BITS):040x}"
        self._uploads[upload_id] = upload
        self._expiries[upload_id] = self._clock.call_after(LIFETIME, lambda: self.drop(upload_id))
        return upload_id

    def get(self, upload_id: str) -> Upload:
        upload = self._uploads.get(upload_id)
        if upload is None:
            raise no_such_upload()
        return upload

    def drop(self, upload_id: str) -> None:
        self.get(upload_id)
        del self._uploads[upload_id]
        self._expiries.pop(upload_id)()

    def drop_all(self) -> None:
        for upload_id in list(self._uploads):
            self.drop(upload_id)
