"""The XMP that makes a PDF with an attached XML a Factur-X document.

The typesetter attaches the XML but cannot write XMP of our own (its issue 5667), so the block
goes into the finished file: the metadata stream grows, and what lies behind it moves. Works on
what it writes today, an unfiltered stream and a classic cross-reference table, and says so when
that changes. Source: Factur-X 1.08, sections 6.2.2 and 6.2.3; ISO 32000-1, 7.5.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.domain.errors import Broken

ATTACHMENT = "factur-x.xml"
_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES = {
    "DocumentFileName": ("Name of the embedded XML invoice file", ATTACHMENT),
    "DocumentType": ("INVOICE", "INVOICE"),
    "Version": ("Version of the Factur-X XML schema", "1.0"),
    "ConformanceLevel": ("Conformance level of the embedded invoice data", "EN 16931"),
}
_SCHEMAS_END = "</rdf:Bag></pdfaExtension:schemas>"
_RDF_END = "</rdf:RDF>"
_ROW = 20  # bytes of an entry in the cross-reference table


class NoPlace(Broken):
    """The PDF is not laid out as the splice needs it."""


@dataclass(frozen=True, slots=True)
class _Stream:
    length: slice  # where the digits of `/Length` stand
    content: slice


def with_facturx_metadata(pdf: bytes) -> bytes:
    """The same document, declared as Factur-X of the profile EN 16931. `NoPlace` if it cannot."""
    stream = _metadata_stream(pdf)
    xmp = _extended(pdf[stream.content].decode()).encode()
    start, table = _table(pdf)
    if start < stream.content.stop:
        raise NoPlace("the cross-reference table stands before the metadata")
    grown = b"".join(
        (
            pdf[: stream.length.start],
            str(len(xmp)).encode(),
            pdf[stream.length.stop : stream.content.start],
            xmp,
            pdf[stream.content.stop :],
        )
    )
    by = len(grown) - len(pdf)
    moved = _moved(pdf[table], behind=stream.content.start, by=by)
    before, after = grown[: table.start + by], grown[table.stop + by :]
    return before + moved + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % (start + by), after)


def _extended(xmp: str) -> str:
    if xmp.count(_SCHEMAS_END) != 1 or xmp.count(_RDF_END) != 1:
        raise NoPlace("the metadata has no list of extension schemas")
    return xmp.replace(_SCHEMAS_END, _schema() + _SCHEMAS_END).replace(
        _RDF_END, _values() + _RDF_END
    )


def _schema() -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{described}</pdfaProperty:description></rdf:li>"
        for name, (described, _) in _PROPERTIES.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _values() -> str:
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (_, value) in _PROPERTIES.items())
    return f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">{values}</rdf:Description>'


def _metadata_stream(pdf: bytes) -> _Stream:
    found = re.findall(rb"/Metadata (\d+) 0 R", pdf)
    if len(found) != 1:
        raise NoPlace("the document has no metadata, or several")
    head = re.compile(rb"(?:^|\n)%s 0 obj\n(<<.*?>>)\nstream\n" % found[0], re.DOTALL).search(pdf)
    length = None if head is None else re.search(rb"/Length (\d+)", head[1])
    if head is None or length is None or b"/Filter" in head[1]:
        raise NoPlace("the metadata is not a plain stream")
    digits = slice(head.start(1) + length.start(1), head.start(1) + length.end(1))
    return _Stream(digits, slice(head.end(), head.end() + int(length[1])))


def _table(pdf: bytes) -> tuple[int, slice]:
    """Where the cross-reference table begins, and its entries."""
    end = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)
    start = 0 if end is None else int(end[1])
    head = re.match(rb"xref\n0 (\d+)\n", pdf[start : start + 40])
    if head is None:
        raise NoPlace("the document has no classic cross-reference table")
    first = start + head.end()
    return start, slice(first, first + _ROW * int(head[1]))


def _moved(entries: bytes, *, behind: int, by: int) -> bytes:
    rows = (entries[place : place + _ROW] for place in range(0, len(entries), _ROW))
    return b"".join(
        b"%010d" % (int(row[:10]) + by) + row[10:]
        if row[17:18] == b"n" and int(row[:10]) > behind
        else row
        for row in rows
    )
