"""What looks like the id of one thing, in any text or record."""

from __future__ import annotations

import re

_PREFIXED = rb"(?<![a-z_])[a-z]{2,12}_(?:test_|live_)?(?=[A-Za-z]*[0-9A-Z])[A-Za-z0-9]{8,}"
_UUID = rb"(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])"
_HEX = rb"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{32})(?![0-9A-Za-z])"
_NUMBERED = rb"(?<![A-Z0-9])[A-Z]{2,8}-\d{4}-\d{4,}(?!\d)"
_LONG_NUMBER = rb"(?<!\d)10\d{14}(?!\d)"
_SES = rb"(?<![0-9a-f])[0-9a-f]{16}-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}-\d{6}"
# Before an id there may be any byte: a record says there how long the text is.

_WORD = re.compile(rb"[0-9A-Za-z_-]{11,}")
_DIGIT = re.compile(rb"[0-9]")
# Most words are none: to look only at those with a digit makes it several times as fast.

IDENTIFIER = re.compile(b"|".join((_PREFIXED, _SES, _UUID, _HEX, _NUMBERED, _LONG_NUMBER)))


def identifiers(text: bytes) -> tuple[str, ...]:
    """Each once, in the order in which they come."""
    found: dict[bytes, None] = {}
    for word in _WORD.findall(text):
        if _DIGIT.search(word):
            found.update(dict.fromkeys(IDENTIFIER.findall(word)))
    return tuple(one.decode() for one in found)


def kind_of(identifier: str) -> str:
    """What it has in common with the ids of other things of its sort: `ord_1` -> `ord`."""
    head, underscore, _ = identifier.partition("_")
    if underscore:
        return head
    if identifier.isdecimal():
        return "number"
    name = re.match(r"[A-Z]{2,8}(?=-)", identifier)
    return name[0] if name else f"{len(identifier)} characters"
