"""Which characters a font can draw: the `cmap` table of its file (OpenType 1.9.1)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

_FULL_UNICODE = 12  # the subtable format: groups of (first, last, first glyph)
_BASIC_PLANE = 4  # segments: all ends, a pad, all starts


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ranges of code points, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, char: str) -> bool:
        place = bisect_right(self.starts, ord(char)) - 1
        return place >= 0 and ord(char) <= self.ends[place]

    def covers(self, text: str) -> bool:
        return all(char in self for char in text)


@cache
def coverage_of(font: Path) -> Coverage:
    """`ValueError` for a file that is no font with a Unicode map."""
    with font.open("rb") as file:
        try:
            return _coverage(_table(file, b"cmap"))
        except struct.error as error:
            raise ValueError(f"{font.name} ends too early for a font") from error


def _table(file: BinaryIO, wanted: bytes) -> bytes:
    """Only what is needed is read: a CJK font has ten megabytes."""
    (count,) = struct.unpack_from(">H", file.read(12), 4)
    for tag, _, offset, length in struct.iter_unpack(">4sLLL", file.read(16 * count)):
        if tag == wanted:
            file.seek(offset)
            return file.read(length)
    raise ValueError(f"the font has no table {wanted.decode()}")


def _coverage(table: bytes) -> Coverage:
    (count,) = struct.unpack_from(">H", table, 2)
    layouts = {}
    for index in range(count):
        (offset,) = struct.unpack_from(">L", table, 4 + 8 * index + 4)
        (layout,) = struct.unpack_from(">H", table, offset)
        layouts[layout] = table[offset:]
    if subtable := layouts.get(_FULL_UNICODE):
        return _groups(subtable)
    if subtable := layouts.get(_BASIC_PLANE):
        return _segments(subtable)
    raise ValueError("the font has no cmap of format 12 or 4")


def _groups(subtable: bytes) -> Coverage:
    (count,) = struct.unpack_from(">L", subtable, 12)
    groups = list(struct.iter_unpack(">LLL", subtable[16 : 16 + 12 * count]))
    return Coverage(tuple(group[0] for group in groups), tuple(group[1] for group in groups))


def _segments(subtable: bytes) -> Coverage:
    (doubled,) = struct.unpack_from(">H", subtable, 6)
    shape = f">{doubled // 2}H"
    ends = struct.unpack_from(shape, subtable, 14)
    starts = struct.unpack_from(shape, subtable, 16 + doubled)
    return Coverage(starts[:-1], ends[:-1])  # the last segment is a sentinel
