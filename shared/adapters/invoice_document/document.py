"""A numbered invoice as PDF/A-3a, to be archived, and PDF/UA-1, to be read by everyone."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from shared.adapters.invoice_document.typeface import FONTS, ascii_only, printable
from shared.adapters.invoice_document.view import Clean, View, view_of
from shared.adapters.invoice_document.wording import ENGLISH
from shared.domain.errors import Broken
from shared.domain.invoice import Invoice

_TEMPLATES = Path(__file__).parent
_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]


def render_invoice(invoice: Invoice) -> bytes:
    """The same bytes for the same invoice, in any process. `Broken` without a number."""
    return typeset(invoice, (printable, ascii_only))


def typeset(invoice: Invoice, attempts: tuple[Clean, ...]) -> bytes:
    """Strangers' text is cleaned by the first of `attempts` that leads to a document."""
    if invoice.number_text is None or invoice.issue_date is None:
        raise Broken(f"{invoice.id} has no number yet")
    number, issued_on = invoice.number_text, invoice.issue_date
    *hopes, last_resort = (
        view_of(invoice.snapshot, number, issued_on, wording=ENGLISH, clean=clean)
        for clean in attempts
    )
    for view in hopes:
        # Not logged: the engine's message quotes the text that it cannot draw.
        with suppress(typst.TypstError):
            return _pdf(view, issued_on)
    return _pdf(last_resort, issued_on)


def compiler_for(view: View) -> typst.Compiler:
    """A new one for each document, since a compiler is not thread-safe. The fonts are."""
    return typst.Compiler(
        str(_TEMPLATES / "invoice.typ"),
        root=str(_TEMPLATES),
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(view)},
    )


def _pdf(view: View, issued_on: date) -> bytes:
    midnight = datetime.combine(issued_on, time(), UTC)
    document = compiler_for(view).compile(
        format="pdf", pdf_standards=_STANDARDS, timestamp=int(midnight.timestamp())
    )
    if not isinstance(document, bytes):
        raise Broken("the typesetter returned pages instead of a document")
    return document
