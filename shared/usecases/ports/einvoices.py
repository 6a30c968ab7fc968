"""What an auditor wants to know of a structured document: that it is about the same sale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class UnreadableXml(Exception):
    """There is no XML, or none that anybody can read as an invoice."""


@dataclass(frozen=True, slots=True)
class SaidInXml:
    number: str
    total: Decimal  # with tax, in major units
    currency: str  # ISO 4217, lowercase


class ReadXml(Protocol):
    def __call__(self, content: bytes) -> SaidInXml:
        """Of an XML file, or of the XML inside a PDF; `UnreadableXml`."""
        ...
