"""One document on its way to the typesetter."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from shared.adapters.invoice_document.attachment import Attachment
from shared.adapters.invoice_document.brand import Brand
from shared.adapters.invoice_document.pen import Clean
from shared.adapters.invoice_document.terms import PAID, Terms
from shared.adapters.invoice_document.typeface import Face
from shared.adapters.invoice_document.view import View, logo_alt, pen_for, view_of, wording_for
from shared.domain.errors import Broken
from shared.domain.invoice import Invoice, InvoiceSnapshot

_TEMPLATES = Path(__file__).with_name("template")


@dataclass(frozen=True, slots=True)
class Job:
    sold: InvoiceSnapshot
    number: str
    issued_on: date
    brand: Brand
    terms: Terms = PAID
    attachment: Attachment | None = None

    @property
    def timestamp(self) -> int:
        """The file is dated by the invoice, not by a clock."""
        return int(datetime.combine(self.issued_on, time(), UTC).timestamp())

    @property
    def faces(self) -> tuple[Face, ...]:
        language = wording_for(self.sold.buyer, self.sold.seller).language
        return self.brand.typeface.faces(language, self.sold.buyer.address.country)

    def view(self, clean: Clean) -> View:
        pen = pen_for(self.sold, clean)
        view = view_of(self.sold, self.number, self.issued_on, terms=self.terms, pen=pen)
        logo = self.brand.logo
        return view | {
            "fonts": [face.family for face in self.faces],
            "logo": logo and asdict(logo) | {"alt": logo_alt(self.sold, pen)},
            "attachment": self.attachment and asdict(self.attachment),
        }


def job_for(
    invoice: Invoice, brand: Brand, terms: Terms = PAID, attachment: Attachment | None = None
) -> Job:
    """`Broken` without a number: what has none is no document yet."""
    if invoice.number_text is None or invoice.issue_date is None:
        raise Broken(f"{invoice.id} has no number yet")
    return Job(invoice.snapshot, invoice.number_text, invoice.issue_date, brand, terms, attachment)


def compiler_for(job: Job, clean: Clean) -> typst.Compiler:
    """A new one for each document, since a compiler is not thread-safe. The fonts are."""
    return typst.Compiler(
        str(_TEMPLATES / "invoice.typ"),
        root=str(_TEMPLATES),
        font_paths=job.brand.typeface.fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(job.view(clean))},
    )
