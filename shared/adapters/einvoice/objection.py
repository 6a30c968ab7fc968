"""Why a document has no valid XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule of EN 16931 (`BR-…`) or of ours (`KV-…`), and where: never what stands there."""

    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule} {self.where}"


Found = Iterable[tuple[bool, str, str]]


def objections(found: Found) -> Iterator[Objection]:
    """From rows of (is it kept?, rule, where)."""
    return (Objection(rule, where) for is_kept, rule, where in found if not is_kept)
