"""Paths into a document's fields: `a.b`, with backticks around what is not a plain word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from emulators.firestore.wire import Fields, Value
from emulators.google_apis.refused import invalid

PATH_BYTES_MAX = 1500
_PLAIN = r"[a-zA-Z_][a-zA-Z_0-9]*"
_QUOTED = r"`(?:[^`\\]|(?:\\.))+`"
_SEGMENT = re.compile(rf"{_PLAIN}|{_QUOTED}")
_RESERVED = re.compile(r"__.*__", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class FieldPath:
    segments: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(
            segment if re.fullmatch(_PLAIN, segment) else _quote(segment)
            for segment in self.segments
        )

    def find(self, fields: Fields) -> Value | None:
        """The value at this path, or None if any part of the way is missing."""
        *parents, last = self.segments
        for segment in parents:
            parent = fields.get(segment)
            if parent is None:
                return None
            fields = parent.map_value.fields
        return fields.get(last)

    def put(self, fields: Fields, value: Value) -> None:
        """Set the value at this path, replacing whatever on the way is not a map."""
        *parents, last = self.segments
        for segment in parents:
            parent = fields[segment].map_value
            parent.SetInParent()
            fields = parent.fields
        fields[last].CopyFrom(value)

    def remove(self, fields: Fields) -> None:
        *parents, last = self.segments
        for segment in parents:
            if segment not in fields:
                return
            fields = fields[segment].map_value.fields
        if last in fields:
            del fields[last]


NAME = FieldPath(("__name__",))
"""The document's own name. Parsing returns this very object."""


@lru_cache(maxsize=4096)
def parse_field_path(text: str) -> FieldPath:
    if not text:
        raise invalid("Invalid empty property path string.")
    if len(text.encode()) > PATH_BYTES_MAX:
        raise invalid(f"The property path is longer than {PATH_BYTES_MAX} bytes.")
    segments: list[str] = []
    position = 0
    while True:
        match = _SEGMENT.match(text, position)
        if match is None:
            raise _malformed(text)
        segments.append(_unquote(match[0]))
        position = match.end()
        if position == len(text):
            break
        if text[position] != ".":
            raise _malformed(text)
        position += 1
    path = FieldPath(tuple(segments))
    if path == NAME:
        return NAME
    if _RESERVED.fullmatch(path.segments[0]):
        raise invalid(f"Invalid reserved name in field path {text}")
    return path


def is_reserved(name: str) -> bool:
    return _RESERVED.fullmatch(name) is not None


def _quote(segment: str) -> str:
    return "`" + segment.replace("\\", "\\\\").replace("`", "\\`") + "`"


def _unquote(segment: str) -> str:
    if not segment.startswith("`"):
        return segment
    return re.sub(r"\\(.)", r"\1", segment[1:-1])


def _malformed(text: str) -> Exception:
    return invalid(
        f'Invalid property path "{text}". Unquoted property paths must match regex ({_PLAIN}),'
        f" and quoted property paths must match regex ({_QUOTED})"
    )
