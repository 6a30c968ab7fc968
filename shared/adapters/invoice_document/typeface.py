"""The typefaces of a document, in the order in which they are asked for a character.

Inter first, or the merchant's own; then Noto for what it cannot draw. All come from pinned
packages. Han characters look different in Japan, China and Korea, so their order follows the
reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import justmytype_intl_cjk
import manimgx_fonts
import typst
from fontpkg_inter import ROOT as INTER

from shared.adapters.invoice_document.coverage import coverage_of

_NOTO = Path(manimgx_fonts.__file__).parent
_HAN = Path(justmytype_intl_cjk.__file__).parent / "fonts/ofl"

_SCRIPTS = (
    "Arabic", "Hebrew", "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Oriya", "Tamil",
    "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Georgian",
    "Armenian", "Ethiopic", "Symbols",
)  # fmt: skip
_HAN_ORDERS = {
    "ja": ("JP", "SC", "TC", "KR"),
    "ko": ("KR", "JP", "SC", "TC"),
    "JP": ("JP", "SC", "TC", "KR"),
    "KR": ("KR", "JP", "SC", "TC"),
    "CN": ("SC", "TC", "JP", "KR"),
    "SG": ("SC", "TC", "JP", "KR"),
    "TW": ("TC", "SC", "JP", "KR"),
    "HK": ("TC", "SC", "JP", "KR"),
    "MO": ("TC", "SC", "JP", "KR"),
}


@dataclass(frozen=True, slots=True)
class Face:
    family: str
    files: tuple[Path, ...]  # its weights: what one of them lacks is not there

    def covers(self, text: str) -> bool:
        return all(coverage_of(file).covers(text) for file in self.files)


@dataclass(frozen=True, slots=True)
class Typeface:
    """What the typesetter searches, and in which order it is asked."""

    first: tuple[Face, ...]
    fonts: typst.Fonts

    def faces(self, language: str, country: str) -> tuple[Face, ...]:
        """`country` of the reader, for a language that says nothing about Han characters."""
        order = _HAN_ORDERS.get(language) or _HAN_ORDERS.get(country) or _HAN_ORDERS["ja"]
        han = (_han(region) for region in order)
        return (*self.first, *_SMALL, *han, _EMOJI)


def _han(region: str) -> Face:
    family = f"NotoSans{region}"
    return Face(f"Noto Sans {region}", (_HAN / family.lower() / f"{family}[wght].ttf",))


def _noto(script: str) -> Face:
    return Face(f"Noto Sans {script}".strip(), (_NOTO / f"NotoSans{script}[wght].ttf",))


_SMALL = (_noto(""), *map(_noto, _SCRIPTS))
_EMOJI = Face("Noto Emoji", (_NOTO / "NotoEmoji[wght].ttf",))
_INTER = Face("Inter", (Path(INTER) / "files" / "Inter[opsz,wght].ttf",))


@cache
def typeface(own: tuple[Face, ...] = ()) -> Typeface:
    """`own` are the merchant's, asked before all others. Shared by all documents."""
    folders = dict.fromkeys(str(file.parent) for face in (*own, _INTER) for file in face.files)
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[*folders, str(_NOTO), str(_HAN)],
    )
    return Typeface((*own, _INTER), fonts)
