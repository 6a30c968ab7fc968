"""The part of the emulators' README that is made from what the probes found."""

from __future__ import annotations

from pathlib import Path

from tests.emulators.likeness.observed import recorded, table

README = Path(__file__).parents[3] / "emulators" / "README.md"
BEGIN = "<!-- likeness: made by `python -m tests.emulators.likeness` -->"
END = "<!-- end of likeness -->"


def expected() -> str:
    """The README as it should be: everything between the marks made anew."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{table(recorded())}\n\n{END}{after}"


def rewritten() -> None:
    README.write_text(expected(), encoding="utf-8")
