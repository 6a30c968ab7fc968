"""Pages of a list, and rows that hold the words somebody is looking for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from aiohttp import web

LIMIT, LIMIT_MAX = 100, 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    offset: int
    limit: int
    words: str

    @classmethod
    def asked_for(cls, request: web.Request) -> Self:
        query = request.query
        offset, limit = _number(query.get("offset"), 0), _number(query.get("limit"), LIMIT)
        return cls(offset, min(limit, LIMIT_MAX), query.get("words", "").strip())

    def of(self, rows: Sequence[T], shown: Callable[[T], Any]) -> web.Response:
        """Only the rows on the page are made JSON."""
        cut = rows[self.offset : self.offset + self.limit]
        return web.json_response({"rows": [shown(row) for row in cut], "total": len(rows)})

    def has_words(self, *texts: str | bytes) -> bool:
        """Whether they stand in any of these, whatever the case of the letters."""
        wanted = self.words.casefold()
        if not wanted:
            return True
        return any(
            wanted
            in (text if isinstance(text, str) else text.decode("utf-8", "replace")).casefold()
            for text in texts
        )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise
