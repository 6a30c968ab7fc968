"""What the files of a numbered document are called, and where they lie in the archive."""

from __future__ import annotations

import re

from shared.domain.errors import Broken
from shared.domain.invoice import Invoice

ARCHIVE_FOLDER = "invoices/"

PDF = "pdf"
XML = "xml"
SNAPSHOT = "json"

CONTENT_TYPES = {PDF: "application/pdf", XML: "application/xml", SNAPSHOT: "application/json"}

_FILE_NAME = re.compile(r"[A-Z0-9]{1,10}-(\d{4})-\d{6,}\.[a-z]{3,4}", re.ASCII)


def file_name(document: Invoice, ending: str = PDF) -> str:
    """Such as `INV-2026-000123.pdf`: ASCII, fit for a header and for any file system."""
    if document.number_text is None:
        raise Broken(f"{document.id} has no number")
    return f"{document.number_text}.{ending}"


def archive_name(name: str) -> str:
    """`INV-2026-000123.pdf` → `invoices/2026/INV-2026-000123.pdf`."""
    found = _FILE_NAME.fullmatch(name)
    if found is None:
        raise Broken(f"{name!r} is no name of a document's file")
    return f"{ARCHIVE_FOLDER}{found[1]}/{name}"
