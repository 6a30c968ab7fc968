"""The words of a query in BigQuery's SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    WORD = auto()
    NAME = auto()  # in backticks
    STRING = auto()
    PARAMETER = auto()
    OTHER = auto()  # a number or a sign
    SPACE = auto()  # white space and comments


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    """Of a string what it says, of a name what stands between the backticks."""

    def says(self, *words: str) -> bool:
        return self.kind is Kind.WORD and self.text.upper() in words


class BadSql(ValueError):
    """A query that BigQuery would refuse, or that is outside of what is translated here."""


_TOKEN = re.compile(
    r"""
    (?P<space>\s+|--[^\n]*|\#[^\n]*|/\*.*?\*/)
    |`(?P<name>[^`]+)`
    |(?P<prefix>[rRbB]{0,2})
     (?:'''(?P<long1>(?:[^\\]|\\.)*?)'''|\"\"\"(?P<long2>(?:[^\\]|\\.)*?)\"\"\"
      |'(?P<short1>(?:[^'\\\n]|\\.)*)'|"(?P<short2>(?:[^"\\\n]|\\.)*)")
    |@(?P<parameter>\w+)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<other>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+|<>|!=|<=|>=|\|\||::|=>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([0-7]{3})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def tokens(sql: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(sql):
        yield _token(found)


def _token(found: re.Match[str]) -> Token:
    if found["space"]:
        return Token(Kind.SPACE, " ")
    if found["name"]:
        return Token(Kind.NAME, found["name"])
    if found["parameter"]:
        return Token(Kind.PARAMETER, found["parameter"])
    if found["word"]:
        return Token(Kind.WORD, found["word"])
    if found["other"]:
        if found["other"] in "'\"`":
            raise BadSql("Syntax error: Unclosed string literal or identifier.")
        return Token(Kind.OTHER, found["other"])
    return Token(Kind.STRING, _content(found))


def _content(found: re.Match[str]) -> str:
    prefix = found["prefix"].lower()
    if "b" in prefix:
        raise BadSql("Bytes literals are not translated here.")
    groups = (found["long1"], found["long2"], found["short1"], found["short2"])
    text = next(group for group in groups if group is not None)
    return text if "r" in prefix else _ESCAPE.sub(_unescaped, text)


def _unescaped(escape: re.Match[str]) -> str:
    byte, unicode, octal, plain = escape.groups()
    if byte or unicode:
        return chr(int(byte or unicode, 16))
    return chr(int(octal, 8)) if octal else _SHORT_ESCAPES.get(plain, plain)
