"""Uploads that arrive in pieces. They are on the shelf: a client goes on after a restart."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self

from emulators.clock.clock import Clock
from emulators.shelf import Shelf
from emulators.storage.conditions import Conditions
from emulators.storage.encryption import GOOGLE_MANAGED, Encryption
from emulators.storage.records import under
from emulators.storage.refusals import invalid, no_such_upload
from emulators.storage.settings import Settings

LIFETIME = timedelta(weeks=1)
CHUNK_MULTIPLE_BYTES = 256 * 1024
_CONTENT_RANGE = re.compile(r"bytes (?:(?P<first>\d+)-(?P<last>\d+|\*)|\*)/(?P<total>\d+|\*)")
_ID_BITS = 160
_UPLOAD = "upload/"
_CHUNK = "upload-chunk/"


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
        if first is None:
            return cls(None, None if total == "*" else int(total), content)
        end = int(first) + len(content)
        if last == "*":
            # A body that goes on to its end, of whatever length.
            return cls(int(first), end, content)
        if int(last) + 1 != end:
            raise invalid("Content-Range does not match the length of the body.")
        return cls(int(first), None if total == "*" else int(total), content)


@dataclass(slots=True)
class Upload:
    """`finished` is the generation that the upload has become."""

    bucket: str
    name: str
    settings: Settings
    claims: Mapping[str, str] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)
    encryption: Encryption = GOOGLE_MANAGED
    predefined_acl: str | None = None
    begun_at: datetime | None = None
    finished: int | None = None
    chunks: list[bytes] = field(default_factory=list)

    @property
    def received(self) -> int:
        return sum(map(len, self.chunks))

    def content(self) -> bytes:
        return b"".join(self.chunks)

    def take(self, chunk: Chunk) -> bytes:
        """Append what is new and return it."""
        if chunk.first is None:
            return b""
        end = chunk.first + len(chunk.content)
        if chunk.first > self.received:
            raise invalid(f"Content-Range leaves a gap: {self.received} bytes were received.")
        if end != chunk.total and len(chunk.content) % CHUNK_MULTIPLE_BYTES:
            raise invalid(f"All chunks but the last must be multiples of {CHUNK_MULTIPLE_BYTES}.")
        fresh = chunk.content[self.received - chunk.first :]
        if fresh:
            self.chunks.append(fresh)
        return fresh

    def to_json(self) -> bytes:
        known: dict[str, Any] = asdict(self)
        del known["chunks"]
        return json.dumps(known, default=datetime.isoformat).encode()

    @classmethod
    def from_json(cls, value: bytes, chunks: list[bytes]) -> Self:
        known = json.loads(value)
        known["conditions"] = Conditions(**known["conditions"])
        known["encryption"] = Encryption(**known["encryption"])
        known["begun_at"] = datetime.fromisoformat(known["begun_at"])
        return cls(**known, chunks=chunks)


class Uploads:
    def __init__(
        self, *, clock: Clock, random: Random, shelf: Shelf, kept: dict[str, bytes]
    ) -> None:
        self._clock = clock
        self._random = random
        self._shelf = shelf
        chunks = sorted(under(_CHUNK, kept))
        self._uploads = {
            upload_id: Upload.from_json(
                value, [chunk for key, chunk in chunks if key.startswith(upload_id)]
            )
            for upload_id, value in under(_UPLOAD, kept)
        }

    def begin(self, upload: Upload) -> str:
        """Return the new upload's id."""
        upload_id = f"{self._random.getrandbits(_ID_BITS):040x}"
        upload.begun_at = self._clock.now()
        self._uploads[upload_id] = upload
        self._save(upload_id)
        return upload_id

    def get(self, upload_id: str) -> Upload:
        upload = self._uploads.get(upload_id)
        if upload is None or self._is_over(upload):
            raise no_such_upload()
        return upload

    def take(self, upload_id: str, chunk: Chunk) -> bool:
        """Keep what is new; tell whether the upload is complete."""
        upload = self.get(upload_id)
        fresh = upload.take(chunk)
        if fresh:
            self._shelf.put(_chunk_key(upload_id, len(upload.chunks) - 1), fresh)
        return chunk.total is not None and upload.received == chunk.total

    def finish(self, upload_id: str, generation: int) -> None:
        """Remember what the upload has become, and no longer its content."""
        upload = self.get(upload_id)
        self._forget_chunks(upload_id)
        upload.chunks.clear()
        upload.finished = generation
        self._save(upload_id)

    def drop(self, upload_id: str) -> None:
        self.get(upload_id)
        self._forget(upload_id)

    def purge(self) -> None:
        """Forget those that are a week old."""
        for upload_id, upload in list(self._uploads.items()):
            if self._is_over(upload):
                self._forget(upload_id)

    def _is_over(self, upload: Upload) -> bool:
        begun_at = upload.begun_at
        return begun_at is not None and begun_at + LIFETIME <= self._clock.now()

    def _save(self, upload_id: str) -> None:
        self._shelf.put(_UPLOAD + upload_id, self._uploads[upload_id].to_json())

    def _forget(self, upload_id: str) -> None:
        self._forget_chunks(upload_id)
        del self._uploads[upload_id]
        self._shelf.delete(_UPLOAD + upload_id)

    def _forget_chunks(self, upload_id: str) -> None:
        for index in range(len(self._uploads[upload_id].chunks)):
            self._shelf.delete(_chunk_key(upload_id, index))


def _chunk_key(upload_id: str, index: int) -> str:
    return f"{_CHUNK}{upload_id}/{index:08d}"
