from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from shared.adapters.invoice_document import document
from shared.adapters.invoice_document.attachment import Attachment
from shared.adapters.invoice_document.brand import plain
from shared.adapters.invoice_document.document import render_invoice
from shared.adapters.invoice_document.drawable import ascii_only
from shared.adapters.invoice_document.job import compiler_for, job_for
from shared.domain.errors import Broken
from shared.domain.invoice import Invoice
from tests.adapters.invoice_document.reading import pages_of, text_of
from tests.benchmarks.budgets import BUDGETS
from tests.builders.invoices import a_line, a_numbered_invoice, a_seller, an_invoice

ROOT = Path(__file__).parents[3]
SIZE_MAX = BUDGETS["document"]["pdf_kb_max"] * 1000

HASH_IN_A_NEW_PROCESS = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from shared.adapters.invoice_document.document import render_invoice
from tests.builders.invoices import a_line, a_numbered_invoice
pdf = render_invoice(a_numbered_invoice(a_line(), a_line("Quiet Fjord", vat_percent="6")))
print(hashlib.sha256(pdf).hexdigest())
"""

MEMORY_IN_A_NEW_PROCESS = """
import resource
from shared.adapters.invoice_document.document import render_invoice
from tests.builders.invoices import a_line, a_numbered_invoice
for number in range(1, 5):
    render_invoice(a_numbered_invoice(*[a_line(f"Print {number}")] * 200))
    if number in (1, 4):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def an_invoice_of(lines: int) -> Invoice:
    return a_numbered_invoice(*(a_line(f"Print number {n}") for n in range(1, lines + 1)))


def test_an_invoice_without_a_number_is_not_printed() -> None:
    with pytest.raises(Broken, match="no number"):
        render_invoice(an_invoice())


def test_the_same_invoice_has_the_same_bytes_in_any_process_and_folder(tmp_path: Path) -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", HASH_IN_A_NEW_PROCESS, str(ROOT)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(hashes) == 1
    assert len(hashes.pop().strip()) == 64


def test_the_document_declares_that_it_can_be_archived_and_read_aloud() -> None:
    reader = PdfReader(BytesIO(render_invoice(an_invoice_of(lines=1))))
    catalogue = reader.root_object
    stream = catalogue["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    metadata = stream.get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert str(catalogue["/Lang"]) == "en-GB"
    assert "/StructTreeRoot" in catalogue
    assert reader.metadata is not None
    assert reader.metadata.title == "Invoice INV-2026-000123"


def test_the_file_is_dated_by_the_invoice_not_by_the_clock() -> None:
    metadata = PdfReader(BytesIO(render_invoice(an_invoice_of(lines=1)))).metadata

    assert metadata is not None
    assert metadata.creation_date == datetime(2026, 11, 22, tzinfo=UTC)
    assert metadata.modification_date == metadata.creation_date


def test_a_long_invoice_repeats_its_header_and_the_sellers_details_on_every_page() -> None:
    first, *rest = pages = pages_of(render_invoice(an_invoice_of(lines=60)))

    assert len(pages) > 2
    assert not first.startswith("Nordljus Press Invoice INV-2026-000123")
    for page in rest:
        assert page.startswith("Nordljus Press Invoice INV-2026-000123 Brought forward")
        assert "No. Item Quantity Unit price VAT Amount" in page
    for number, page in enumerate(pages, 1):
        assert "VAT ID SE556677889901 Org. no. 556677-8899" in page
        assert page.endswith(f"Page {number} of {len(pages)}")


def test_two_hundred_lines_all_appear_and_the_totals_stay_together() -> None:
    pages = pages_of(render_invoice(an_invoice_of(lines=200)))

    everything = " ".join(pages)
    assert all(f"Print number {n} " in everything for n in range(1, 201))
    assert "VAT summary" in pages[-1]
    assert "Total €17,800.00" in pages[-1]


@pytest.mark.parametrize("lines", [1, 2, 7, 8, 9, 10, 22, 28, 29, 30])
def test_the_totals_are_never_alone_on_a_page_nor_torn_apart(lines: int) -> None:
    *_, last = pages_of(render_invoice(an_invoice_of(lines)))

    assert last.count("Print number") >= min(lines, 2)
    assert last.index("Print number") < last.index("VAT summary") < last.index("Amount due")


def test_what_is_carried_over_is_the_sum_of_the_lines_so_far() -> None:
    pages = pages_of(render_invoice(an_invoice_of(lines=60)))

    so_far = 0
    for page, following in itertools.pairwise(pages):
        so_far += 89 * page.count("Print number")
        assert f"Carried forward {so_far:,}.00" in page
        assert f"Brought forward {so_far:,}.00" in following
    assert "Carried forward" not in pages[-1]
    assert "Brought forward" not in pages[0]


@pytest.mark.parametrize("lines", [1, 4, 60, 200])
def test_the_file_stays_small_and_the_typesetter_has_nothing_to_warn_of(lines: int) -> None:
    invoice = an_invoice_of(lines)
    compiler = compiler_for(job_for(invoice, plain()), ascii_only)

    _, warnings = compiler.compile_with_warnings(format="pdf")

    assert warnings == []
    assert len(render_invoice(invoice)) <= SIZE_MAX


def test_long_invoices_one_after_the_other_take_no_more_memory_than_one() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY_IN_A_NEW_PROCESS],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    after_one, after_four = map(int, done.stdout.split())

    assert after_four < 1.15 * after_one  # each that is remembered adds a fifth


def test_invoices_printed_at_once_do_not_mix() -> None:
    numbers = range(1, 13)
    with ThreadPoolExecutor(4) as pool:
        printed = pool.map(render_invoice, (a_numbered_invoice(number=n) for n in numbers))

    for number, pdf in zip(numbers, printed, strict=True):
        assert f"INV-2026-{number:06d}" in text_of(pdf)


def test_a_pale_accent_is_still_legible() -> None:
    pale = replace(a_seller(), accent="#f5c400")

    assert "Nordljus Press" in text_of(render_invoice(a_numbered_invoice(seller=pale)))


def test_the_template_reads_nothing_but_its_own_parts() -> None:
    parts = list(Path(document.__file__).with_name("template").glob("*.typ"))
    sources = " ".join(part.read_text(encoding="utf-8") for part in parts)

    imported = set(re.findall(r'#(?:import|include) "([^"]+)"', sources))
    assert imported <= {part.name for part in parts}
    assert "@preview" not in sources
    assert "read(" not in sources


def test_a_file_can_travel_inside_the_document() -> None:
    attachment = Attachment("factur-x.xml", "<xml>ä</xml>", "E-invoice")

    pdf = render_invoice(an_invoice_of(lines=1), attachment=attachment)

    reader = PdfReader(BytesIO(pdf))
    assert reader.attachments["factur-x.xml"] == ["<xml>ä</xml>".encode()]
    assert b"/AFRelationship/Alternative" in pdf
