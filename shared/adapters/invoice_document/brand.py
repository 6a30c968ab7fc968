"""What a merchant's documents look like beyond the accent of `seller.json`: logo and typeface.

A folder beside the function that makes the documents: `logo.svg` or `logo.png`, and `fonts/`
with the TrueType or OpenType files of one family. Either may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typst

from shared.adapters.invoice_document.coverage import coverage_of
from shared.adapters.invoice_document.logo import Logo, read_logo
from shared.adapters.invoice_document.typeface import Face, Typeface, typeface

_NEEDED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-/()%&€"


class BrandWrong(Exception):
    """The folder cannot be printed with."""


@dataclass(frozen=True, slots=True)
class Brand:
    typeface: Typeface
    logo: Logo | None = None


def plain() -> Brand:
    """Of a merchant without a folder: the trading name in its accent is the logo."""
    return Brand(typeface())


def read_brand(folder: Path) -> Brand:
    """`BrandWrong` or `LogoWrong` at start, rather than a document that surprises."""
    logos = [path for name in ("logo.svg", "logo.png") if (path := folder / name).exists()]
    return Brand(typeface(_own_faces(folder / "fonts")), read_logo(logos[0]) if logos else None)


def _own_faces(folder: Path) -> tuple[Face, ...]:
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in {".ttf", ".otf"})
    if not files:
        return ()
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    ).families()
    if len(found) != 1:
        raise BrandWrong(f"{folder}: the files of one family, please; found {found}")
    for file in files:
        try:
            covered = coverage_of(file)
        except ValueError as error:
            raise BrandWrong(f"{file.name}: {error}") from error
        if missing := [char for char in _NEEDED if char not in covered]:
            raise BrandWrong(f"{file.name} cannot draw {''.join(missing)}")
    return (Face(found[0], tuple(files)),)
