"""A file that changes are appended to, a record at a time.

A record is a length, a CRC-32 and the changes of one turn of the event loop. It is handed to the
system in one unbuffered write, so a killed process loses nothing it has written; of the record
it was writing, all is found or nothing. (A power cut may cost more: nothing is forced to disk.)
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

Change = tuple[str, str, bytes | None]
"""The shelf, the key, and the value; None deletes."""

_HEAD = struct.Struct("<II")  # bytes of changes, their CRC-32
_CHANGE = struct.Struct("<HHi")  # bytes of the shelf's name, of the key, of the value
_DELETED = -1


class Journal:
    def __init__(self, path: Path) -> None:
        """Open the file, which is made if need be."""
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.size = os.fstat(self._file).st_size

    @classmethod
    def all(cls, archive: Path) -> list[Self]:
        """Those that were left beside this file, oldest first."""
        return [cls(path) for path in sorted(archive.parent.glob(f"{archive.stem}.journal-*"))]

    @classmethod
    def numbered(cls, archive: Path, number: int) -> Self:
        return cls(archive.with_name(f"{archive.stem}.journal-{number:08}"))

    def append(self, changes: Iterable[Change]) -> None:
        """Write one record. `OSError` when the disk is full: then nothing of it is kept."""
        content = b"".join(_encoded(changes))
        rest = memoryview(_HEAD.pack(len(content), zlib.crc32(content)) + content)
        length = len(rest)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            os.ftruncate(self._file, self.size)
            raise
        self.size += length

    def records(self) -> Iterator[list[Change]]:
        """Every whole record. What follows the last one is cut off: nobody was told of it."""
        content = memoryview(_whole(self._file))
        begin = 0
        while (record := _record(content[begin:])) is not None:
            yield list(_decoded(record))
            begin += _HEAD.size + len(record)
        os.ftruncate(self._file, begin)
        self.size = begin

    def remove(self) -> None:
        self.close()
        self._path.unlink()

    def close(self) -> None:
        os.close(self._file)


def _whole(file: int) -> bytes:
    with os.fdopen(os.dup(file), "rb") as reader:
        reader.seek(0)
        return reader.read()


def _record(content: memoryview) -> memoryview | None:
    if len(content) < _HEAD.size:
        return None
    length, check = _HEAD.unpack_from(content)
    record = content[_HEAD.size : _HEAD.size + length]
    return record if len(record) == length and zlib.crc32(record) == check else None


def _encoded(changes: Iterable[Change]) -> Iterator[bytes]:
    for shelf, key, value in changes:
        name, place = shelf.encode(), key.encode()
        if value is None:
            yield _CHANGE.pack(len(name), len(place), _DELETED) + name + place
        else:
            yield _CHANGE.pack(len(name), len(place), len(value)) + name + place
            yield value


def _decoded(record: memoryview) -> Iterator[Change]:
    begin = 0
    while begin < len(record):
        name, key, value = _CHANGE.unpack_from(record, begin)
        key_at = begin + _CHANGE.size + name
        value_at = key_at + key
        begin = value_at + max(value, 0)
        yield (
            str(record[key_at - name : key_at], "utf-8"),
            str(record[key_at:value_at], "utf-8"),
            None if value == _DELETED else bytes(record[value_at:begin]),
        )
