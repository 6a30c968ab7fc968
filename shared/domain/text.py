"""Text from strangers, made safe to store and print."""

import unicodedata

# Bidirectional controls can make a line read differently from what it says.
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
PRINTABLE_LENGTH_MAX = 300


def printable(text: str) -> str:
    """NFC, one line, without control characters; at most 300 characters."""
    kept = (
        " "
        if unicodedata.category(character) in {"Zl", "Zp"} or character in "\r\n\t"
        else character
        for character in text
        if character in "\r\n\t" or not _is_control(character)
    )
    # Composed last: what stood between a letter and its accent is gone by now.
    composed = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(composed.split())[:PRINTABLE_LENGTH_MAX].rstrip()


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDI_CONTROLS
