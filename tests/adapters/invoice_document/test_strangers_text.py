"""A customer's name must never stop an invoice, nor say more than it says."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.invoice_document.brand import plain
from shared.adapters.invoice_document.document import render_invoice, typeset
from shared.adapters.invoice_document.drawable import ascii_only, printable
from shared.adapters.invoice_document.job import job_for
from shared.domain.address import Address
from tests.adapters.invoice_document.reading import text_of
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # half surrogate pairs as well


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ('#read("/etc/passwd")', '#read("/etc/passwd")'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{7*7}} {% raw %}", "{{7*7}} {% raw %}"),
        ("*bold* _it_ $x$ #[a] \\ // c", "*bold* _it_ $x$ #[a] \\ // c"),
        ("Eve\r\nBcc: all", "Eve Bcc: all"),
        ("\u202eevil\u202c \u2066Eve", "evil Eve"),
        ("Ring\x07 me", "Ring me"),
        ("Ann 🎁", "Ann 🎁"),
        ("山田 太郎", "山田 太郎"),
        ("王小明 骨", "王小明 骨"),
        ("김하늘", "김하늘"),
        ("สมชาย", "สมชาย"),
        ("unassigned \U000e0fff", "unassigned □"),
        ("Ελένη Олена Ōe", "Ελένη Олена Ōe"),
        ("9x4 -> 3", "9x4 -> 3"),
        ("private \ue001", "private □"),
    ],
)
def test_a_name_is_printed_as_it_is_or_cleaned(name: str, printed: str) -> None:
    text = text_of(render_invoice(a_numbered_invoice(a_line(name), buyer=a_buyer(name))))

    assert f"Billed to {printed} Kastanienallee 42" in text
    assert f"1 {printed} Giclée" in text


def test_a_word_longer_than_its_column_is_broken_but_copies_whole() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3

    text = text_of(render_invoice(a_numbered_invoice(a_line(word), buyer=a_buyer(word))))

    assert text.replace(" ", "").count(word) == 2


def test_a_buyer_of_whom_nothing_is_known_still_gets_an_invoice() -> None:
    nobody = replace(a_buyer("", ""), address=Address())

    assert "INV-2026-000123" in text_of(render_invoice(a_numbered_invoice(buyer=nobody)))


def test_what_cannot_be_typeset_is_tried_once_more_in_plain_letters() -> None:
    job = job_for(a_numbered_invoice(buyer=a_buyer("Åsa \ue001 Weiß")), plain())

    with pytest.raises(typst.TypstError):
        typeset(job, (str,))
    text = text_of(typeset(job, (str, ascii_only)))

    assert "Billed to Asa ? Wei? Kastanienallee 42" in text
    assert "Total €89.00" in text


@settings(max_examples=40, deadline=None)
@given(name=ANY_TEXT, address=ANY_TEXT, product=ANY_TEXT)
def test_any_text_leads_to_a_document_at_the_first_attempt(
    name: str, address: str, product: str
) -> None:
    buyer = replace(a_buyer(name), address=Address(line1=address))
    line = a_line(product, description=name)
    job = job_for(a_numbered_invoice(line, buyer=buyer), plain())

    pdf = typeset(job, (partial(printable, faces=job.faces),))

    assert pdf.startswith(b"%PDF-1.7")


@given(ANY_TEXT)
def test_the_last_resort_is_plain_ascii(text: str) -> None:
    assert ascii_only(text).isascii()
    assert ascii_only(text).isprintable()
