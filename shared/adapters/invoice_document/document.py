"""A numbered invoice as PDF/A-3a, to be archived, and PDF/UA-1, to be read by everyone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial

import typst

from shared.adapters.invoice_document.attachment import Attachment
from shared.adapters.invoice_document.brand import Brand, plain
from shared.adapters.invoice_document.drawable import ascii_only, printable
from shared.adapters.invoice_document.forgetting import forget
from shared.adapters.invoice_document.job import Job, compiler_for, job_for
from shared.adapters.invoice_document.packed import LaidOutOtherwise, packed
from shared.adapters.invoice_document.pen import Clean
from shared.adapters.invoice_document.terms import PAID, Terms
from shared.domain.errors import Broken
from shared.domain.invoice import Invoice

log = logging.getLogger(__name__)

_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
# Some programs that only want the XML read no other layout than the typesetter's. So what is
# small enough keeps it: up to about fifty lines.
_PLAIN_BYTES_MAX = 100_000


def render_invoice(
    invoice: Invoice,
    *,
    brand: Brand | None = None,
    terms: Terms = PAID,
    attachment: Attachment | None = None,
    declare: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """The same bytes for the same invoice and brand, in any process. `Broken` without a number.

    `declare` adds to the metadata what the typesetter cannot say, before the file is packed.
    """
    job = job_for(invoice, brand or _plain(), terms, attachment)
    pdf = typeset(job, (partial(printable, faces=job.faces), ascii_only))
    forget(job.brand.typeface.fonts)
    pdf = declare(pdf) if declare else pdf
    if len(pdf) <= _PLAIN_BYTES_MAX:
        return pdf
    try:
        return packed(pdf)
    except LaidOutOtherwise as reason:  # larger than it could be, and still the document
        log.warning("document not packed", extra={"invoice_id": invoice.id, "why": str(reason)})
        return pdf


def typeset(job: Job, attempts: tuple[Clean, ...]) -> bytes:
    """Strangers' text is cleaned by the first of `attempts` that leads to a document."""
    *hopes, last_resort = attempts
    for clean in hopes:
        # Not logged: the engine's message quotes the text that it cannot draw.
        with suppress(typst.TypstError):
            return _pdf(job, clean)
    return _pdf(job, last_resort)


def pages(job: Job, *, dots_per_inch: int) -> list[bytes]:
    """As PNG pictures: what a person would look at, not what is archived."""
    clean = partial(printable, faces=job.faces)
    drawn = compiler_for(job, clean).compile(format="png", ppi=dots_per_inch)
    return [drawn] if isinstance(drawn, bytes) else list(drawn or ())


def _pdf(job: Job, clean: Clean) -> bytes:
    document = compiler_for(job, clean).compile(
        format="pdf", pdf_standards=_STANDARDS, timestamp=job.timestamp
    )
    if not isinstance(document, bytes):
        raise Broken("the typesetter returned pages instead of a document")
    return document


@cache
def _plain() -> Brand:
    return plain()
