"""The words of a subscription filter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from emulators.google_apis.refused import invalid


class Kind(Enum):
    WORD = auto()
    STRING = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str  # of a string: what it says, with the escapes resolved
    offset: int


_TOKEN = re.compile(
    r"""\s*(?:
        "(?P<string>(?:[^"\\]|\\.)*)"
        | (?P<word>[A-Za-z0-9_][A-Za-z0-9_-]*)
        | (?P<sign>!=|[=:.,()-])
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{3})|(.))")
_SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def tokens(source: str) -> Iterator[Token]:
    """Take `source` apart; the last token is always of kind END."""
    offset = 0
    end = len(source.rstrip())
    while offset < end:
        found = _TOKEN.match(source, offset)
        if found is None:
            raise invalid(f"Invalid filter: unexpected character at offset {offset}: {source}")
        yield _token(found)
        offset = found.end()
    yield Token(Kind.END, "the end of the filter", end)


def _token(found: re.Match[str]) -> Token:
    if found["string"] is not None:
        text = _ESCAPE.sub(_unescaped, found["string"])
        return Token(Kind.STRING, text, found.start("string") - 1)
    if found["word"] is not None:
        return Token(Kind.WORD, found["word"], found.start("word"))
    return Token(Kind.SIGN, found["sign"], found.start("sign"))


def _unescaped(escape: re.Match[str]) -> str:
    unicode_hex, byte_hex, octal, plain = escape.groups()
    if unicode_hex or byte_hex:
        return chr(int(unicode_hex or byte_hex, 16))
    if octal:
        return chr(int(octal, 8))
    return _SHORT_ESCAPES.get(plain, plain)
