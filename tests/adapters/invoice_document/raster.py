"""Pictures of pages in shades of grey, and how far two of them are apart."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 6  # PNG colour types: one channel, and red, green, blue, alpha
_CHANNELS = {_GREY: 1, _COLOUR: 4}
SHADES_MAX = 40  # of 255: a rasteriser may round the edge of a letter otherwise


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    rows: tuple[bytes, ...]


def read_picture(png: bytes) -> Picture:
    """The green channel of a colour page: our accents are dark in it."""
    chunks = list(_chunks(png))
    width, height, _, colour = struct.unpack_from(">LLBB", chunks[0][1])
    channels = _CHANNELS[colour]
    raw = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    rows, above = [], bytes(width * channels)
    for start in range(0, height * (width * channels + 1), width * channels + 1):
        line = raw[start + 1 : start + 1 + width * channels]
        above = _FILTERS[raw[start]](line, above, channels)
        rows.append(above[1::4] if channels > 1 else above)
    return Picture(width, tuple(rows))


def write_picture(picture: Picture) -> bytes:
    above = (bytes(picture.width), *picture.rows)
    lines = (
        b"\2" + bytes((new - old) % 256 for old, new in zip(*pair, strict=True))
        for pair in pairwise(above)
    )
    header = struct.pack(">LLBBBBB", picture.width, len(picture.rows), 8, _GREY, 0, 0, 0)
    data = zlib.compress(b"".join(lines), 9)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def difference(one: Picture, other: Picture) -> float:
    """The share of pixels that a person would see as another shade; 1 for another size."""
    if (one.width, len(one.rows)) != (other.width, len(other.rows)):
        return 1.0
    changed = sum(
        abs(a - b) > SHADES_MAX
        for left, right in zip(one.rows, other.rows, strict=True)
        if left != right
        for a, b in zip(left, right, strict=True)
    )
    return changed / (one.width * len(one.rows))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(png):
        length, name = struct.unpack_from(">L4s", png, place)
        yield name, png[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", checksum)


def _plain(line: bytes, _above: bytes, _channels: int) -> bytes:
    return line


def _sub(line: bytes, _above: bytes, channels: int) -> bytes:
    done = bytearray(line)
    for place in range(channels, len(line)):
        done[place] = (line[place] + done[place - channels]) & 255
    return bytes(done)


def _up(line: bytes, above: bytes, _channels: int) -> bytes:
    return bytes([(a + b) & 255 for a, b in zip(line, above, strict=True)])


def _average(line: bytes, above: bytes, channels: int) -> bytes:
    done = bytearray(line)
    for place in range(len(line)):
        left = done[place - channels] if place >= channels else 0
        done[place] = (line[place] + (left + above[place]) // 2) & 255
    return bytes(done)


def _paeth(line: bytes, above: bytes, channels: int) -> bytes:
    done = bytearray(line)
    for place in range(len(line)):
        left, corner = (
            (done[place - channels], above[place - channels]) if place >= channels else (0, 0)
        )
        top = above[place]
        guess = left + top - corner
        nearest = min((abs(guess - left), 0), (abs(guess - top), 1), (abs(guess - corner), 2))[1]
        done[place] = (line[place] + (left, top, corner)[nearest]) & 255
    return bytes(done)


_FILTERS = (_plain, _sub, _up, _average, _paeth)
