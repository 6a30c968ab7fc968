"""Large values in a file instead of in memory, while the process that keeps them runs."""

from __future__ import annotations

import os
import tempfile
import weakref

TAIL_BYTES_MAX = 64 * 1024
# What was put last waits for more: a write costs more than the few bytes that most values have.
_LENGTH_BITS = 32


class Spilt(int):
    """Where a value lies: one number, for there are tens of thousands of them."""

    __slots__ = ()

    @property
    def offset(self) -> int:
        return self >> _LENGTH_BITS

    @property
    def length(self) -> int:
        return self & (1 << _LENGTH_BITS) - 1


class Spill:
    """The file has no name and ends with the last who holds this. Nothing is ever taken out."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile() as file:
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._written = 0
        self._tail = bytearray()

    def put(self, content: bytes) -> Spilt:
        """`OSError` when the disk is full: then it is kept in memory for the time being."""
        spilt = Spilt(self._written + len(self._tail) << _LENGTH_BITS | len(content))
        self._tail += content
        if len(self._tail) > TAIL_BYTES_MAX:
            self._write()
        return spilt

    def get(self, spilt: Spilt) -> bytes:
        if spilt.offset < self._written:
            return os.pread(self._file, spilt.length, spilt.offset)
        begin = spilt.offset - self._written
        return bytes(memoryview(self._tail)[begin : begin + spilt.length])

    def _write(self) -> None:
        rest = memoryview(bytes(self._tail))
        place = self._written
        while rest:
            written = os.pwrite(self._file, rest, place)
            place += written
            rest = rest[written:]
        self._written = place
        self._tail.clear()
