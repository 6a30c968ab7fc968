"""Large values in a file instead of in memory, while the process that keeps them runs."""

from __future__ import annotations

import os
import tempfile
import weakref
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spilt:
    offset: int
    length: int


class Spill:
    """The file has no name and ends with the last who holds this. Nothing is ever taken out."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile() as file:
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._end = 0

    def put(self, content: bytes) -> Spilt:
        spilt = Spilt(self._end, len(content))
        rest = memoryview(content)
        while rest:
            written = os.pwrite(self._file, rest, self._end)
            self._end += written
            rest = rest[written:]
        return spilt

    def get(self, spilt: Spilt) -> bytes:
        return os.pread(self._file, spilt.length, spilt.offset)
