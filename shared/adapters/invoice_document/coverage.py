"""Which characters a font can draw: the `cmap` table of its file (OpenType 1.9.1)."""

from __future__ import annotations

import struct
import unicodedata

_FULL_UNICODE = 12  # the subtable format: groups of (first, last, first glyph)


def covered_by(font: bytes) -> frozenset[str]:
    """The characters of a TrueType file, private ones excluded: PDF/A cannot name those."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", table, 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">L", table, 4 + 8 * index + 4)
        (layout,) = struct.unpack_from(">H", table, offset)
        if layout == _FULL_UNICODE:
            return _characters(table[offset:])
    raise ValueError("the font has no cmap of format 12")


def _table(font: bytes, wanted: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError(f"the font has no table {wanted!r}")


def _characters(subtable: bytes) -> frozenset[str]:
    (count,) = struct.unpack_from(">L", subtable, 12)
    groups = struct.iter_unpack(">LLL", subtable[16 : 16 + 12 * count])
    return frozenset(
        char
        for first, last, _ in groups
        for char in map(chr, range(first, last + 1))
        if not unicodedata.category(char).startswith("C")
    )
