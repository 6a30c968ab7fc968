"""Header fields as bytes: each spelled out, so no table has to be kept in step with the client."""

from __future__ import annotations

from collections.abc import Iterable

from emulators.grpc_server.hpack.static_table import Field

STATUS_200 = b"\x88"  # a field of the static table, whole
_LITERAL = b"\x00"
_LONG = 0x7F


def encoded(fields: Iterable[Field]) -> bytes:
    return b"".join(_LITERAL + _text(name) + _text(value) for name, value in fields)


def _text(text: bytes) -> bytes:
    return _length(len(text)) + text


def _length(length: int) -> bytes:
    if length < _LONG:
        return bytes((length,))
    rest = length - _LONG
    digits = bytearray((_LONG,))
    while rest >= 1 << 7:
        digits.append(rest & 0x7F | 0x80)
        rest >>= 7
    digits.append(rest)
    return bytes(digits)
