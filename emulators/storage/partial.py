"""The parameter `fields`: the part of an answer that the client wants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from emulators.storage.refusals import Refused

_TOKEN = re.compile(r"[^,()/\s]+|[,()/]")

Selection = dict[str, "Selection"]
# An empty selection is the whole value.


def selected(answer: Any, fields: str) -> Any:
    """Return `answer` without what `fields`, such as `items(name,size),prefixes`, leaves out."""
    return _part(answer, parse_fields(fields))


def parse_fields(fields: str) -> Selection:
    tokens = _TOKEN.findall(fields)
    parser = _Parser(fields, iter([*tokens, ""]))
    selection = parser.selection()
    if parser.next:
        raise parser.refusal()
    return selection


class _Parser:
    def __init__(self, fields: str, tokens: Iterator[str]) -> None:
        self._fields = fields
        self._tokens = tokens
        self.next = next(tokens)

    def selection(self) -> Selection:
        found: Selection = {}
        while True:
            self._path(found)
            if self.next != ",":
                return found
            self._advance()

    def refusal(self) -> Refused:
        return Refused(
            400,
            "invalidParameter",
            f"Invalid field selection {self._fields}",
            location=("parameter", "fields"),
        )

    def _path(self, found: Selection) -> None:
        name = self.next
        if not name or name in ",()/":
            raise self.refusal()
        self._advance()
        below = found.setdefault(name, {})
        if self.next == "/":
            self._advance()
            self._path(below)
        elif self.next == "(":
            self._advance()
            below.update(self.selection())
            if self.next != ")":
                raise self.refusal()
            self._advance()

    def _advance(self) -> None:
        self.next = next(self._tokens)


def _part(value: Any, selection: Selection) -> Any:
    if not selection:
        return value
    if isinstance(value, list):
        return [_part(entry, selection) for entry in value]
    if not isinstance(value, dict):
        return value
    if "*" in selection:
        return {name: _part(entry, selection["*"]) for name, entry in value.items()}
    return {name: _part(value[name], below) for name, below in selection.items() if name in value}
