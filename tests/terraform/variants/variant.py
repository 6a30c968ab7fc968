"""A mistake somebody could make in `terraform/`, as a small edit, and who finds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edit:
    file: str
    old: str
    new: str

    def apply(self, folder: Path) -> None:
        """`LookupError` when the text to change is not there, or not once."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise LookupError(f"{self.file} has {self.old!r} {text.count(self.old)} times")
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    caught_by: str  # the name of a check; for what Terraform refuses itself, the command
    finds: str  # part of what is said
    edits: tuple[Edit, ...]


def variant(name: str, caught_by: str, finds: str, *edits: tuple[str, str, str]) -> Variant:
    return Variant(name, caught_by, finds, tuple(Edit(*edit) for edit in edits))


def spoil(folder: Path, variants: Iterable[Variant]) -> None:
    for mistake in variants:
        for edit in mistake.edits:
            edit.apply(folder)
