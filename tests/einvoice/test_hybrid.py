"""The PDF with its XML inside, and the PDF without, where there is no valid one."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from shared.adapters.einvoice.einvoice import einvoice_of
from shared.adapters.einvoice.facturx import NoPlace, with_facturx_metadata
from shared.adapters.einvoice.hybrid import hybrid
from shared.adapters.invoice_document.attachment import Attachment
from shared.adapters.invoice_document.brand import plain
from shared.adapters.invoice_document.document import render_invoice, typeset
from shared.adapters.invoice_document.drawable import ascii_only
from shared.adapters.invoice_document.job import job_for
from shared.domain.errors import Broken
from shared.domain.invoice import Invoice
from shared.domain.tax import TaxCategory
from tests.builders.invoices import a_buyer, an_invoice
from tests.einvoice.cases import GOLDEN
from tests.einvoice.printing import printed
from tests.einvoice.sales import EXPORTED, OUTSIDE, line, sale, standard, untaxed

ROOT = Path(__file__).parents[2]
HASHES_IN_A_NEW_PROCESS = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.einvoice.cases import GOLDEN
from tests.einvoice.printing import printed
from shared.adapters.einvoice.einvoice import einvoice_of
for name in ("peppol-reverse-charge", "credit-note-partial", "special-characters"):
    made = printed(GOLDEN[name])
    for part in (made.pdf, made.peppol, einvoice_of(GOLDEN[name]).cii):
        print(name, hashlib.sha256(part).hexdigest())
"""

_MIXED = sale(line(OUTSIDE), line(standard("19", "DE")), to=a_buyer())
_FOREIGN = sale(line(untaxed(TaxCategory.OTHER, "foreign_tax")), to=a_buyer())
_THOUSANDTHS = sale(line(EXPORTED, 12_345, currency="kwd"), to=a_buyer())
_NAMELESS = sale(line(standard("19", "DE")), to=a_buyer(name=""))


def metadata_of(pdf: bytes) -> str:
    stream = PdfReader(BytesIO(pdf)).root_object["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    return stream.get_data().decode()


def test_the_file_says_that_it_is_factur_x_and_which_profile() -> None:
    metadata = metadata_of(printed(GOLDEN["two-rates-de"]).pdf)

    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
    assert "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>" in metadata
    assert "<fx:DocumentType>INVOICE</fx:DocumentType>" in metadata
    assert "<fx:Version>1.0</fx:Version>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_attachment_is_the_xml() -> None:
    invoice = GOLDEN["two-rates-de"]

    attachments = PdfReader(BytesIO(printed(invoice).pdf)).attachments

    assert attachments == {"factur-x.xml": [einvoice_of(invoice).cii]}


def test_only_what_goes_between_participants_has_a_form_for_peppol() -> None:
    assert b"<Invoice " in printed(GOLDEN["peppol-reverse-charge"]).peppol
    assert b"<CreditNote " in printed(GOLDEN["credit-note-peppol"]).peppol
    assert printed(GOLDEN["reverse-charge-fr"]).peppol == b""


def test_the_same_invoice_has_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", HASHES_IN_A_NEW_PROCESS, str(ROOT)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(hashes) == 1
    assert len(hashes.pop().splitlines()) == 9


@pytest.mark.parametrize(
    ("invoice", "rule"),
    [
        pytest.param(_MIXED, "BR-O-11 BG-25", id="mixed-with-out-of-scope"),
        pytest.param(_FOREIGN, "BR-CL-17 other", id="foreign-tax"),
        pytest.param(_THOUSANDTHS, "BR-DEC BT-112", id="thousandths-of-a-dinar"),
        pytest.param(_NAMELESS, "BR-07 buyer", id="nobody-knows-who-bought"),
    ],
)
def test_a_sale_without_a_valid_form_is_a_pdf_and_the_log_says_why(
    invoice: Invoice, rule: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = printed(invoice)

    assert not made.has_xml
    assert PdfReader(BytesIO(made.pdf)).attachments == {}
    assert "fx:ConformanceLevel" not in metadata_of(made.pdf)
    [said] = caplog.records
    assert (said.levelno, said.message) == (logging.WARNING, "no e-invoice")
    assert rule in vars(said)["rules"]
    assert invoice.snapshot.buyer.email not in str(vars(said))


def laid_out_otherwise(
    _: Invoice,
    *,
    attachment: Attachment | None = None,
    declare: Callable[[bytes], bytes] | None = None,
) -> bytes:
    return declare(b"%PDF-2.0") if attachment and declare else b"plain"


def test_a_file_without_a_place_for_the_metadata_is_printed_without_xml(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = hybrid(GOLDEN["two-rates-de"], laid_out_otherwise)

    assert (made.pdf, made.has_xml) == (b"plain", False)
    assert "no place for the e-invoice" in caplog.text


def test_a_fault_of_ours_in_the_xml_does_not_keep_the_pdf_from_the_buyer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sold = GOLDEN["two-rates-de"]
    wordless = replace(sold, snapshot=replace(sold.snapshot, lines=()))

    made = hybrid(wordless, laid_out_otherwise)

    assert (made.pdf, made.has_xml) == (b"plain", False)
    assert "e-invoice broken" in caplog.text


def test_what_has_no_number_is_no_document() -> None:
    with pytest.raises(Broken, match="no number"):
        hybrid(an_invoice(), render_invoice)


def _plain_pdf() -> bytes:
    """As the typesetter leaves it, not yet packed."""
    attachment = Attachment("factur-x.xml", "<x/>", "x")
    job = job_for(GOLDEN["two-rates-de"], plain(), attachment=attachment)
    return typeset(job, (ascii_only,))


def test_every_object_is_found_where_the_table_says() -> None:
    pdf = with_facturx_metadata(_plain_pdf())

    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    entries = re.findall(rb"(\d{10}) \d{5} n", pdf[start:])

    assert pdf[start:].startswith(b"xref\n")
    assert len(entries) > 20
    for number, offset in enumerate(entries, 1):
        assert pdf[int(offset) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"/Metadata ", b"/Metadatum ", id="no-metadata"),
        pytest.param(b"/Subtype/XML", b"/Filter/Flat", id="compressed"),
        pytest.param(b"</pdfaExtension:schemas>", b"</pdfaExtension:schemata", id="no-schemas"),
        pytest.param(b"\nxref\n", b"\nxxef\n", id="no-classic-table"),
        pytest.param(b"%%EOF", b"%%FEO", id="no-end"),
    ],
)
def test_a_file_that_is_laid_out_otherwise_is_refused(before: bytes, after: bytes) -> None:
    pdf = re.sub(re.escape(before).replace(rb"\ ", rb"\s*"), after, _plain_pdf())
    assert pdf != _plain_pdf()

    with pytest.raises(NoPlace):
        with_facturx_metadata(pdf)
