"""Packing changes where the objects of a document stand, and nothing else."""

from __future__ import annotations

import logging
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import PdfObject, StreamObject

from shared.adapters.invoice_document.attachment import Attachment
from shared.adapters.invoice_document.brand import plain
from shared.adapters.invoice_document.document import render_invoice, typeset
from shared.adapters.invoice_document.drawable import ascii_only
from shared.adapters.invoice_document.job import job_for
from shared.adapters.invoice_document.packed import LaidOutOtherwise, packed
from tests.builders.invoices import a_line, a_numbered_invoice


def as_typeset(lines: int) -> bytes:
    invoice = a_numbered_invoice(*(a_line(f"Print number {n}") for n in range(lines)))
    attachment = Attachment("factur-x.xml", "<xml/>", "E-invoice")
    return typeset(job_for(invoice, plain(), attachment=attachment), (ascii_only,))


def written(one: PdfObject | None) -> bytes:
    assert one is not None
    text = BytesIO()
    one.write_to_stream(text)
    return text.getvalue()


def contents_of(pdf: bytes) -> list[tuple[bytes, bytes]]:
    """Each object with what its stream holds, by number, without what only packs the others."""
    reader = PdfReader(BytesIO(pdf), strict=True)
    found = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    return [
        (written(one), one.get_data() if isinstance(one, StreamObject) else b"")
        for one in found
        if not (isinstance(one, dict) and one.get("/Type") in ("/ObjStm", "/XRef"))
    ]


@pytest.mark.parametrize("lines", [1, 120])  # one pack of objects, and more than one
def test_a_packed_document_holds_the_same_objects_under_the_same_numbers(lines: int) -> None:
    pdf = as_typeset(lines)

    small = packed(pdf)

    assert contents_of(small) == contents_of(pdf)
    assert len(small) < len(pdf)


@pytest.mark.parametrize(("lines", "is_packed"), [(4, False), (120, True)])
def test_only_a_long_document_is_packed(lines: int, *, is_packed: bool) -> None:
    pdf = render_invoice(a_numbered_invoice(*[a_line()] * lines))

    assert (b"/Type/XRef" in pdf) == is_packed
    assert (b"\ntrailer\n" in pdf) != is_packed


def test_what_the_trailer_said_is_kept() -> None:
    pdf = as_typeset(1)

    before, after = (PdfReader(BytesIO(file)).trailer for file in (pdf, packed(pdf)))

    for key in ("/ID", "/Root", "/Info"):
        assert written(after.raw_get(key)) == written(before.raw_get(key))


def test_the_metadata_stays_legible_to_those_who_know_no_pdf() -> None:
    assert b"<pdfaid:part>3</pdfaid:part>" in packed(as_typeset(1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"\nxref\n", b"\nxxef\n", id="no-classic-table"),
        pytest.param(b"trailer\n", b"trailed\n", id="no-trailer"),
        pytest.param(b"%%EOF", b"%%EOF\n1 0 obj", id="more-behind-the-end"),
        pytest.param(b"\nendobj\n2 0 obj", b"\nendobj\n\n2 0 obj", id="moved-objects"),
    ],
)
def test_a_file_that_is_laid_out_otherwise_is_refused(before: bytes, after: bytes) -> None:
    pdf = as_typeset(1)
    assert before in pdf

    with pytest.raises(LaidOutOtherwise):
        packed(pdf.replace(before, after))


def test_a_file_that_cannot_be_packed_is_issued_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    unheard_of = b"%PDF-2.0" + bytes(200_000)

    assert render_invoice(a_numbered_invoice(), declare=lambda _: unheard_of) == unheard_of

    assert [record.message for record in caplog.records] == ["document not packed"]
    assert caplog.records[0].levelno == logging.WARNING
