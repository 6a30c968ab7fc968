"""The filter language of lists: AIP-160, in which OR binds closer than AND."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format

from emulators.google_apis.refused import Refused, invalid
from emulators.secrets.comparisons import compares
from emulators.secrets.messages import Message

Test = Callable[[Any], bool]
_COMPARISON = r'(?P<field>[\w./-]+)\s*(?P<comparator>[<>!]=|[:=<>])\s*(?P<operand>"[^"]*"|[^\s()]+)'
_TOKEN = re.compile(rf"\s*(?:{_COMPARISON}|(?P<word>[()]|[^\s()]+))")


@dataclass(frozen=True, slots=True)
class Comparison:
    field: str
    comparator: str
    operand: str

    def test(self) -> Test:
        return compares(self.field, self.comparator, self.operand)


Token = Comparison | str
_KEYWORDS = frozenset({"AND", "OR", "NOT", "(", ")"})


def parse_filter(text: str) -> Callable[[Message], bool]:
    """Return what tells whether a secret or a version matches; an empty filter lets all pass."""
    if not text.strip():
        return lambda _: True
    test = _Parser(text).parsed()
    return lambda message: test(
        json_format.MessageToDict(message, preserving_proto_field_name=True)
    )


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._position = 0

    def parsed(self) -> Test:
        test = self._conjunction()
        if self._next() is not None:
            raise self._malformed()
        return test

    def _conjunction(self) -> Test:
        """Read `a AND b`, or `a b`."""
        tests = [self._disjunction()]
        while self._next() not in {None, ")"}:
            self._take_if("AND")
            tests.append(self._disjunction())
        return lambda content: all(test(content) for test in tests)

    def _disjunction(self) -> Test:
        tests = [self._negation()]
        while self._take_if("OR"):
            tests.append(self._negation())
        return lambda content: any(test(content) for test in tests)

    def _negation(self) -> Test:
        if self._take_if("NOT"):
            test = self._primary()
            return lambda content: not test(content)
        return self._primary()

    def _primary(self) -> Test:
        if self._take_if("("):
            test = self._conjunction()
            if not self._take_if(")"):
                raise self._malformed()
            return test
        token = self._next()
        if token is None or token in _KEYWORDS:
            raise self._malformed()
        self._position += 1
        return token.test() if isinstance(token, Comparison) else compares("name", ":", token)

    def _next(self) -> Token | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def _take_if(self, word: str) -> bool:
        is_next = self._next() == word
        self._position += is_next
        return is_next

    def _malformed(self) -> Refused:
        return invalid(f"The filter is not valid near [{self._next() or 'its end'}].")


def _tokens(text: str) -> list[Token]:
    """Every text can be cut into tokens: what is no comparison is a word or a parenthesis."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text.strip()):
        comparison = match["field"], match["comparator"], match["operand"]
        found.append(match["word"] or Comparison(*comparison))
    return found
