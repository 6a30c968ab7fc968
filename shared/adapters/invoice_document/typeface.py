"""The one typeface of the document, and text that it can draw.

PDF/A forbids a character without a glyph, and a customer's name must never stop an invoice.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import typst
from fontpkg_inter import ROOT

from shared.adapters.formatting import one_line
from shared.adapters.invoice_document.coverage import covered_by

_FILES = Path(ROOT) / "files"
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # a wish about emoji, unseen
_UNDRAWABLE = "□"

FONTS = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FILES)]
)
_COVERED = covered_by((_FILES / "Inter[opsz,wght].ttf").read_bytes())


def printable(text: str) -> str:
    """`text` on one line; what the typeface cannot draw becomes a box."""
    return "".join(
        char if char in _COVERED else _UNDRAWABLE
        for char in one_line(text)
        if char not in _VARIATION_SELECTORS and unicodedata.category(char) != "Cf"
    )


def ascii_only(text: str) -> str:
    """`text` in letters that no typeface lacks: `Weiß, Åsa` becomes `Wei?, Asa`."""
    parts = unicodedata.normalize("NFKD", one_line(text))
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode("ascii")
