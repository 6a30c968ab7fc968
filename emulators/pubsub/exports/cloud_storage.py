"""Delivery of one subscription into files in Cloud Storage."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from google.pubsub_v1 import types

from emulators.pubsub.exports.file_formats import FileFormat
from emulators.pubsub.exports.file_names import file_name
from emulators.pubsub.exports.intake import Intake
from emulators.pubsub.lease import Ending, Lease
from emulators.pubsub.schemas.definition import Unfit
from emulators.pubsub.sinks import ObjectSink

_NOT_FOUND = types.CloudStorageConfig.State.NOT_FOUND
_SCHEMA_MISMATCH = types.CloudStorageConfig.State.SCHEMA_MISMATCH
TAKEN_AT_ONCE_MAX = 1_000


@dataclass(slots=True)
class Batch:
    """One file before it is written."""

    messages_max: int
    bytes_max: int
    records: dict[Lease, Any] = field(default_factory=dict)
    size: int = 0

    @property
    def room(self) -> int:
        """How many messages may come now; zero once the file is full."""
        if self.size >= self.bytes_max:
            return 0
        return min(TAKEN_AT_ONCE_MAX, self.messages_max - len(self.records))

    def add(self, lease: Lease, record: Any) -> None:
        self.records[lease] = record
        self.size += lease.unacked.message.size
        lease.ended = self._lose

    def _lose(self, lease: Lease, _: Ending) -> None:
        """Forget a message that was taken away by a seek, or is done with."""
        if self.records.pop(lease, None) is not None:
            self.size -= lease.unacked.message.size


class CloudStorageExport:
    def __init__(
        self,
        intake: Intake,
        config: Any,
        next_format: Callable[[], FileFormat],
        sink: ObjectSink,
        dice: random.Random,
    ) -> None:
        """`next_format` raises `Unfit` while the topic's schema cannot be written."""
        self._intake = intake
        self._config = config
        self._next_format = next_format
        self._sink = sink
        self._dice = dice

    async def run(self) -> None:
        """Write one file after the other, for ever."""
        while True:
            try:
                form = self._next_format()
            except Unfit:
                await self._intake.stall(_SCHEMA_MISMATCH, ())
                continue
            if self._sink.has_bucket(self._config.bucket):
                await self._write(await self._next_batch(form), form)
            else:
                await self._intake.stall(_NOT_FOUND, ())

    async def _next_batch(self, form: FileFormat) -> Batch:
        """Wait until a file is full, or as old as it may get."""
        batch = Batch(
            self._config.max_messages or sys.maxsize, self._config.max_bytes or sys.maxsize
        )
        clock, closes_at = self._intake.clock, None
        while batch.room:
            leases = self._intake.take(batch.room, batch.bytes_max - batch.size)
            self._add(leases, batch, form)
            if leases and closes_at is None:
                closes_at = clock.now() + self._config.max_duration.ToTimedelta()
            elif closes_at and clock.now() >= closes_at:
                break
            elif not leases:
                await self._intake.wait(closes_at)
        return batch

    def _add(self, leases: list[Lease], batch: Batch, form: FileFormat) -> None:
        for lease in leases:
            try:
                record = form.record(lease.unacked.message)
            except Unfit as unfit:
                self._intake.reject(lease, str(unfit))
            else:
                batch.add(lease, record)

    async def _write(self, batch: Batch, form: FileFormat) -> None:
        if not batch.records:
            return
        leases, records = list(batch.records), list(batch.records.values())
        if await self._put(records, form):
            self._intake.done(leases)
        else:
            await self._intake.stall(_NOT_FOUND, leases)

    async def _put(self, records: list[Any], form: FileFormat) -> bool:
        """Write one file; False when the bucket is gone."""
        name = file_name(self._config, self._intake.clock.now(), self._dice)
        release = self._intake.clock.hold()
        try:
            # A large file takes longer to encode than the other services should have to wait.
            content = await asyncio.to_thread(form.encoded, records)
            await self._sink.put(self._config.bucket, name, content, form.content_type)
        except LookupError:
            return False
        finally:
            release()
        return True
