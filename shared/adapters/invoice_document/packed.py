"""The same PDF with everything that is not a stream packed into compressed streams.

The typesetter writes the structure tree as plain text, an object for each cell: three quarters
of a long invoice. PDF/A-3 and PDF/UA-1 stand on PDF 1.7, which may pack such objects (ISO
32000-1, 7.5.7 and 7.5.8); what is drawn and the metadata stay byte for byte.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from shared.domain.errors import Broken

_PACK_MAX = 500  # objects in a stream: a reader unpacks all of it to see one
_ROW = 20  # bytes of an entry in a classic cross-reference table
_COLUMNS = (1, 4, 2)  # bytes: kind, place, and place within
_FREE, _PLAIN, _PACKED = 0, 1, 2  # kinds


class LaidOutOtherwise(Broken):
    """Not as the typesetter lays out its files today."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """A file with a classic cross-reference table, taken apart."""

    head: bytes
    objects: Mapping[int, bytes]  # number → what stands between `obj` and `endobj`
    trailer: bytes  # its entries, without the size


def packed(pdf: bytes) -> bytes:
    """The same document, a fifth to two thirds smaller; or `LaidOutOtherwise`."""
    layout = _layout(pdf)
    streams = {n: body for n, body in layout.objects.items() if body.endswith(b"endstream")}
    rest = {n: body for n, body in layout.objects.items() if n not in streams}
    rows = {0: (_FREE, 0, 0xFFFF)}
    number = max(layout.objects) + 1
    for pack in _packs(rest):
        rows |= {inside: (_PACKED, number, place) for place, inside in enumerate(pack)}
        streams[number] = _object_stream(pack)
        number += 1
    file = bytearray(layout.head)
    for stream, body in streams.items():
        rows[stream] = (_PLAIN, len(file), 0)
        file += b"%d 0 obj\n%s\nendobj\n" % (stream, body)
    rows[number] = (_PLAIN, len(file), 0)
    table = _table_stream(rows, layout.trailer)
    return bytes(file) + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (
        number,
        table,
        len(file),
    )


def _layout(pdf: bytes) -> _Layout:
    end = re.search(
        rb"trailer\n<</Size (\d+)(.*)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", pdf[-1000:], re.DOTALL
    )
    if end is None:
        raise LaidOutOtherwise("the document does not end with a trailer")
    size, trailer, start = int(end[1]), end[2], int(end[3])
    head = b"xref\n0 %d\n" % size
    entries = pdf[start + len(head) : start + len(head) + size * _ROW]
    offsets = [
        int(entries[at : at + 10])
        for at in range(0, len(entries), _ROW)
        if entries[at + 17 : at + 18] == b"n"
    ]
    if not pdf.startswith(head, start) or not offsets:
        raise LaidOutOtherwise("the document has no classic cross-reference table")
    places = pairwise([*sorted(offsets), start])
    return _Layout(pdf[: min(offsets)], dict(_object(pdf[a:b]) for a, b in places), trailer)


def _object(text: bytes) -> tuple[int, bytes]:
    found = re.fullmatch(rb"(\d+) 0 obj\n(.*)\nendobj\s*", text, re.DOTALL)
    if found is None:
        raise LaidOutOtherwise("an object is not where the cross-reference table says")
    return int(found[1]), found[2]


def _packs(objects: Mapping[int, bytes]) -> Iterator[dict[int, bytes]]:
    items = list(objects.items())
    for start in range(0, len(items), _PACK_MAX):
        yield dict(items[start : start + _PACK_MAX])


def _object_stream(pack: Mapping[int, bytes]) -> bytes:
    index, content = b"", b""
    for number, body in pack.items():
        index += b"%d %d " % (number, len(content))
        content += body + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (len(pack), len(index))
    return _stream(entries, index + content)


def _table_stream(rows: Mapping[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    size = max(rows) + 1
    lines = [_line(*rows.get(number, (_FREE, 0, 0))) for number in range(size)]
    entries = b"/Type/XRef/Size %d/W[%d %d %d]" % (size, *_COLUMNS) + trailer
    # Each line as the difference from the one above it: most of them count up by one.
    parameters = b"/DecodeParms<</Predictor 12/Columns %d>>" % sum(_COLUMNS)
    above = [bytes(sum(_COLUMNS)), *lines]
    differences = (
        b"\2" + bytes((new - old) % 256 for old, new in zip(*pair, strict=True))
        for pair in pairwise(above)
    )
    return _stream(entries + parameters, b"".join(differences))


def _line(*values: int) -> bytes:
    pairs = zip(values, _COLUMNS, strict=True)
    return b"".join(value.to_bytes(width, "big") for value, width in pairs)


def _stream(entries: bytes, content: bytes) -> bytes:
    data = zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        entries,
        len(data),
        data,
    )
