"""Header fields from bytes, with the table that grows by what a client has sent: RFC 7541."""

from __future__ import annotations

from collections import deque

from emulators.grpc_server.hpack import huffman
from emulators.grpc_server.hpack.static_table import STATIC_TABLE, Field
from emulators.grpc_server.violation import Violation

TABLE_BYTES_MAX = 4096
_FIELD_BYTES = 32  # what a field counts for beside its text
_HUFFMAN = 0x80
_NUMBER_BITS_MAX = 28


class Decoder:
    def __init__(self) -> None:
        self._table: deque[Field] = deque()
        self._size = 0
        self._size_max = TABLE_BYTES_MAX

    def fields(self, block: bytes) -> list[Field]:
        """`Violation` when the block is none."""
        try:
            return self._fields(block)
        except IndexError:
            raise Violation("a header block that ends in the middle") from None

    def _fields(self, block: bytes) -> list[Field]:
        fields = []
        place, end = 0, len(block)
        while place < end:
            first = block[place]
            if first & 0x80:  # a field of the tables
                index, place = _number(block, place, 0x7F)
                fields.append(self._at(index))
            elif first & 0x40:  # one for the table
                field, place = self._literal(block, place, 0x3F)
                self._remember(field)
                fields.append(field)
            elif first & 0x20:
                size, place = _number(block, place, 0x1F)
                self._resize(size)
            else:  # one that is not for the table
                field, place = self._literal(block, place, 0x0F)
                fields.append(field)
        return fields

    def _literal(self, block: bytes, place: int, mask: int) -> tuple[Field, int]:
        index, place = _number(block, place, mask)
        if index:
            name = self._at(index)[0]
        else:
            name, place = _text(block, place)
        value, place = _text(block, place)
        return (name, value), place

    def _at(self, index: int) -> Field:
        if not 0 < index <= len(STATIC_TABLE) + len(self._table):
            raise Violation(f"a header field at {index}, where there is none")
        if index <= len(STATIC_TABLE):
            return STATIC_TABLE[index - 1]
        return self._table[index - len(STATIC_TABLE) - 1]

    def _remember(self, field: Field) -> None:
        self._table.appendleft(field)
        self._size += _size(field)
        self._shrink()

    def _resize(self, size_max: int) -> None:
        if size_max > TABLE_BYTES_MAX:
            raise Violation("a larger header table than was offered")
        self._size_max = size_max
        self._shrink()

    def _shrink(self) -> None:
        while self._size > self._size_max:
            self._size -= _size(self._table.pop())


def _size(field: Field) -> int:
    return len(field[0]) + len(field[1]) + _FIELD_BYTES


def _number(block: bytes, place: int, mask: int) -> tuple[int, int]:
    """The number whose first digit is under `mask`, and the place after it."""
    number = block[place] & mask
    place += 1
    if number < mask:
        return number, place
    for shift in range(0, _NUMBER_BITS_MAX, 7):
        digit = block[place]
        place += 1
        number += (digit & 0x7F) << shift
        if not digit & 0x80:
            return number, place
    raise Violation("a number without end")


def _text(block: bytes, place: int) -> tuple[bytes, int]:
    is_huffman = block[place] & _HUFFMAN
    length, place = _number(block, place, 0x7F)
    end = place + length
    if end > len(block):
        raise IndexError
    text = block[place:end]
    return huffman.decoded(text) if is_huffman else text, end
