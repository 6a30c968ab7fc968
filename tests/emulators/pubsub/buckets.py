"""Buckets that a Cloud Storage subscription writes to, as the test sees them."""

from __future__ import annotations

import queue
from dataclasses import dataclass

PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class File:
    bucket: str
    name: str
    content: bytes
    content_type: str


class Buckets:
    """`names` and `next` are for the test; the rest is what Pub/Sub is given."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._files: queue.Queue[File] = queue.Queue()

    def has_bucket(self, bucket: str) -> bool:
        return bucket in self.names

    async def put(self, bucket: str, name: str, content: bytes, content_type: str) -> None:
        if bucket not in self.names:
            raise LookupError(bucket)
        self._files.put(File(bucket, name, content, content_type))

    def next(self) -> File:
        return self._files.get(timeout=PATIENCE_SECONDS)

    @property
    def is_empty(self) -> bool:
        return self._files.empty()
