"""MessagePack, the part of it that Terraform speaks: how values travel to a provider and back.

Source: github.com/msgpack/msgpack/blob/master/spec.md
"""

from __future__ import annotations

import struct
from typing import Any

_INTEGERS = (  # first byte, format, smallest and largest value
    (0xCC, ">B", 0, 2**8 - 1),
    (0xCD, ">H", 0, 2**16 - 1),
    (0xCE, ">I", 0, 2**32 - 1),
    (0xCF, ">Q", 0, 2**64 - 1),
    (0xD0, ">b", -(2**7), -1),
    (0xD1, ">h", -(2**15), -1),
    (0xD2, ">i", -(2**31), -1),
    (0xD3, ">q", -(2**63), -1),
)
_NUMBERS = {first: form for first, form, _, _ in _INTEGERS} | {0xCA: ">f", 0xCB: ">d"}
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}
_STRINGS = {0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}
_BYTES = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I"}
_LISTS = {0xDC: ">H", 0xDD: ">I"}
_MAPS = {0xDE: ">H", 0xDF: ">I"}
_EXTENSIONS = {0xC7: ">B", 0xC8: ">H", 0xC9: ">I"}
_FIXED_EXTENSIONS = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}


class Unreadable(Exception):
    """The bytes are not MessagePack, or a part of it that Terraform never sends."""


class Reader:
    """Reads one value; whatever is an extension becomes `extension`."""

    def __init__(self, data: bytes, extension: object) -> None:
        self._data = data
        self._at = 0
        self._extension = extension

    def read(self) -> Any:
        first = self._number(">B")
        if first in _CONSTANTS:
            return _CONSTANTS[first]
        if first < 0x80 or first >= 0xE0:
            return first if first < 0x80 else first - 0x100
        if first in _NUMBERS:
            return self._number(_NUMBERS[first])
        if first in _EXTENSIONS or first in _FIXED_EXTENSIONS:
            return self._skipped_extension(first)
        return self._sized(first)

    def _sized(self, first: int) -> Any:
        if first in _STRINGS or first & 0xE0 == 0xA0:
            return self._bytes(self._length(first, _STRINGS, 0x1F)).decode()
        if first in _LISTS or first & 0xF0 == 0x90:
            return [self.read() for _ in range(self._length(first, _LISTS, 0x0F))]
        if first in _MAPS or first & 0xF0 == 0x80:
            return {self.read(): self.read() for _ in range(self._length(first, _MAPS, 0x0F))}
        if first in _BYTES:
            return self._bytes(self._number(_BYTES[first]))
        raise Unreadable(f"no value begins with {first:#x}")

    def _length(self, first: int, long_forms: dict[int, str], mask: int) -> int:
        return self._number(long_forms[first]) if first in long_forms else first & mask

    def _skipped_extension(self, first: int) -> object:
        fixed = _FIXED_EXTENSIONS.get(first)
        length = fixed if fixed is not None else self._number(_EXTENSIONS[first])
        self._bytes(1 + length)  # its type, then its content
        return self._extension

    def _number(self, form: str) -> Any:
        return struct.unpack(form, self._bytes(struct.calcsize(form)))[0]

    def _bytes(self, length: int) -> bytes:
        end = self._at + length
        if end > len(self._data):
            raise Unreadable("the value ends too soon")
        part, self._at = self._data[self._at : end], end
        return part


def pack(value: Any, unknown: object) -> bytes:
    """`value` as MessagePack; `unknown` is written the way Terraform writes what is not known."""
    if value is unknown:
        return b"\xd4\x00\x00"
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, list | dict):
        return _collection(value, unknown)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return struct.pack(">Bd", 0xCB, value)
    return _text(value)


def _collection(value: list[Any] | dict[str, Any], unknown: object) -> bytes:
    if isinstance(value, list):
        return _head(len(value), 0xDD) + b"".join(pack(item, unknown) for item in value)
    pairs = (_text(key) + pack(item, unknown) for key, item in value.items())
    return _head(len(value), 0xDF) + b"".join(pairs)


def _text(value: str) -> bytes:
    text = value.encode()
    return _head(len(text), 0xDB) + text


def _head(length: int, first: int) -> bytes:
    """Always the longest form: simpler, and just as legal."""
    return struct.pack(">BI", first, length)


def _integer(value: int) -> bytes:
    for first, form, smallest, largest in _INTEGERS:
        if smallest <= value <= largest:
            return struct.pack(">B", first) + struct.pack(form, value)
    return _text(str(value))  # Terraform reads numbers without bounds from text
