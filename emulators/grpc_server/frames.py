"""HTTP/2 frames as bytes: RFC 9113, sections 4 and 6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from struct import Struct
from typing import NamedTuple

from emulators.grpc_server.violation import FRAME_SIZE_ERROR, Violation

DATA, HEADERS, _, RST_STREAM, SETTINGS, _, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
PRIORITY = 0x20
INITIAL_WINDOW_SIZE = 0x4
MAX_FRAME_SIZE = 0x5

FRAME_BYTES_MAX = 1 << 20
"""Of a frame to us. Larger than the least there is, so that a large message comes in few."""
PEER_FRAME_BYTES_MAX = 1 << 14
"""Of a frame to a client that has not said otherwise."""

_HEAD = Struct(">HBBBL")  # the length is one number of 24 bits
HEAD_BYTES = 9
_PRIORITY_BYTES = 5
_SETTING = Struct(">HL")
_NUMBER = Struct(">L")


class Frame(NamedTuple):
    kind: int
    flags: int
    stream_id: int
    payload: bytes


def frame(kind: int, flags: int, stream_id: int, payload: bytes = b"") -> bytes:
    length = len(payload)
    return _HEAD.pack(length >> 8, length & 0xFF, kind, flags, stream_id) + payload


def header_frames(stream_id: int, flags: int, block: bytes) -> bytes:
    """As many as it takes; `flags` are those of the first."""
    first, rest = block[:PEER_FRAME_BYTES_MAX], block[PEER_FRAME_BYTES_MAX:]
    frames = frame(HEADERS, flags if rest else flags | END_HEADERS, stream_id, first)
    while rest:
        part, rest = rest[:PEER_FRAME_BYTES_MAX], rest[PEER_FRAME_BYTES_MAX:]
        frames += frame(CONTINUATION, 0 if rest else END_HEADERS, stream_id, part)
    return frames


def settings_frame(settings: Iterable[tuple[int, int]]) -> bytes:
    return frame(SETTINGS, 0, 0, b"".join(_SETTING.pack(*each) for each in settings))


def number_frame(kind: int, stream_id: int, number: int) -> bytes:
    """One that holds a number only: an error's code, or what a window grows by."""
    return frame(kind, 0, stream_id, _NUMBER.pack(number))


def goaway_frame(last_stream_id: int, code: int, why: str) -> bytes:
    return frame(GOAWAY, 0, 0, _NUMBER.pack(last_stream_id) + _NUMBER.pack(code) + why.encode())


def settings_in(payload: bytes) -> list[tuple[int, int]]:
    if len(payload) % _SETTING.size:
        raise Violation("settings of a wrong length", FRAME_SIZE_ERROR)
    return list(_SETTING.iter_unpack(payload))


def number_in(payload: bytes) -> int:
    if len(payload) != _NUMBER.size:
        raise Violation("a frame of a wrong length", FRAME_SIZE_ERROR)
    return int(_NUMBER.unpack(payload)[0]) & 0x7FFFFFFF


def content(one: Frame) -> bytes:
    """The payload of DATA and HEADERS without what may stand around it."""
    start, end = 0, len(one.payload)
    if one.flags & PADDED:
        if not end:
            raise Violation("a padded frame without a length", FRAME_SIZE_ERROR)
        start, end = 1, end - one.payload[0]
    if one.flags & PRIORITY and one.kind == HEADERS:
        start += _PRIORITY_BYTES
    if start > end:
        raise Violation("more padding than frame")
    return one.payload[start:end]


class Frames:
    """Cuts what comes in into frames."""

    def __init__(self) -> None:
        self._left = bytearray()

    def feed(self, received: bytes) -> Iterator[Frame]:
        """`Violation` for a frame that is too large."""
        whole: bytes | bytearray = received
        if self._left:
            self._left += received
            whole = self._left
        place, end = 0, len(whole)
        while end - place >= HEAD_BYTES:
            high, low, kind, flags, stream_id = _HEAD.unpack_from(whole, place)
            length = high << 8 | low
            if length > FRAME_BYTES_MAX:
                raise Violation(f"a frame of {length} bytes", FRAME_SIZE_ERROR)
            start = place + HEAD_BYTES
            if start + length > end:
                break
            place = start + length
            yield Frame(kind, flags, stream_id & 0x7FFFFFFF, bytes(memoryview(whole)[start:place]))
        if whole is self._left:
            del self._left[:place]
        else:
            self._left += received[place:]
