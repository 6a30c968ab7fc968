"""A file inside the PDF: the e-invoice of a hybrid document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str  # such as factur-x.xml
    text: str
    description: str
    media_type: str = "text/xml"
