"""What has been taken back of a document, line by line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CreditedLine:
    place: int  # of the line, from 0
    gross_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class Credit:
    """One refund's share of the document. `reversed` once the refund has failed after all."""

    refund_id: str
    lines: tuple[CreditedLine, ...]
    is_reversed: bool = False

    @property
    def gross_minor(self) -> int:
        return sum(line.gross_minor for line in self.lines)
