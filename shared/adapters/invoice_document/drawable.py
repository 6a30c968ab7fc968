"""Text that the typefaces can draw.

PDF/A forbids a character without a glyph, and a customer's name must never stop an invoice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from shared.adapters.formatting import one_line
from shared.adapters.invoice_document.typeface import Face

_UNDRAWABLE = "□"
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # a wish about emoji, unseen
_ZERO_WIDTH_JOINER = "\u200d"
_JOINERS = frozenset({"\u200c", _ZERO_WIDTH_JOINER})
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_NAMELESS = frozenset({"Co", "Cn"})  # private and unassigned: a PDF/A could not say what it shows


def printable(text: str, faces: Sequence[Face]) -> str:
    """`text` on one line; what no typeface can draw becomes a box."""
    line = "".join(char for char in one_line(text) if char not in _VARIATION_SELECTORS)
    return "".join(_drawn(cluster, faces) for cluster in _clusters(line))


def ascii_only(text: str) -> str:
    """`text` in letters that no typeface lacks: `Weiß, Åsa` becomes `Wei?, Asa`."""
    parts = unicodedata.normalize("NFKD", one_line(text))
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode("ascii")


def _drawn(cluster: str, faces: Sequence[Face]) -> str:
    """A letter and its marks must come from one typeface; else marks and joiners go first."""
    cluster = _joined(cluster, faces)
    if _is_drawable(cluster, faces):
        return cluster
    drawn = ""
    for char in cluster:
        if unicodedata.category(char).startswith("M") and drawn:
            drawn += char if _is_drawable(drawn + char, faces) else ""
        elif char not in _JOINERS:
            drawn += char if _is_drawable(char, faces) else _UNDRAWABLE
    return drawn


def _joined(cluster: str, faces: Sequence[Face]) -> str:
    """Without joiners where they join nothing: in the typeface that draws the first letter."""
    if _JOINERS.isdisjoint(cluster):
        return cluster
    face = next((face for face in faces if face.covers(cluster[0])), None)
    if face and cluster[0] not in _JOINERS and face.covers(cluster):
        return cluster
    return "".join(char for char in cluster if char not in _JOINERS)


def _is_drawable(cluster: str, faces: Sequence[Face]) -> bool:
    if cluster.isascii():
        return True
    if any(unicodedata.category(char) in _NAMELESS for char in cluster):
        return False
    return any(face.covers(cluster) for face in faces)


def _clusters(line: str) -> Iterator[str]:
    """Nearly the grapheme clusters of UAX 29: enough to keep what is drawn as one together."""
    cluster = ""
    for char in line:
        if cluster and not _continues(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _continues(cluster: str, char: str) -> bool:
    joins = unicodedata.category(char).startswith(("M", "Cf")) or char in _SKIN_TONES
    return joins or cluster.endswith(_ZERO_WIDTH_JOINER)
