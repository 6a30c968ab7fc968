"""Thirty-two bytes that tell every process of a stack what time it is.

The local cloud writes them, the functions read them: memory that both have mapped. What is
written is seen by the next read, whoever reads.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from pathlib import Path

from emulators.clock.timeline import REAL, Timeline

_FIELDS = struct.Struct("<qqd")  # as in `Timeline`
_CHECK = struct.Struct("<I")  # over the fields: a read that met a write is read again
_LENGTH = _FIELDS.size + _CHECK.size
_SIZE = 32


class ClockFile:
    def __init__(self, path: Path) -> None:
        """Map the file, which is made if need be: a new one holds the machine's own time."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            is_new = os.fstat(descriptor).st_size < _SIZE
            if is_new:
                os.ftruncate(descriptor, _SIZE)
            self._bytes = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)
        self._last = b"", REAL
        if is_new:
            self.write(REAL)

    def read(self) -> Timeline:
        content = self._bytes[:_LENGTH]
        seen, timeline = self._last
        while content != seen:
            fields, check = content[: _FIELDS.size], content[_FIELDS.size :]
            if _CHECK.pack(zlib.crc32(fields)) == check:
                seen, timeline = content, Timeline(*_FIELDS.unpack(fields))
                self._last = seen, timeline
            else:
                content = self._bytes[:_LENGTH]
        return timeline

    def write(self, timeline: Timeline) -> None:
        fields = _FIELDS.pack(timeline.virtual_ns, timeline.machine_ns, timeline.speed)
        self._bytes[:_LENGTH] = fields + _CHECK.pack(zlib.crc32(fields))

    def close(self) -> None:
        self._bytes.close()
