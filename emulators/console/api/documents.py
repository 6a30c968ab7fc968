"""`collections` and `documents`: what Firestore holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.readings import firestore
from emulators.firestore.wire import parse_document

_SORTED_MAX = 2_000
# More than these come in the order in which they were written last.


class Documents:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/collections", self._collections)
        yield web.get("/documents/{path:.+}", self._below)

    async def _collections(self, _: web.Request) -> web.Response:
        documents = self._desk.chronicle.present("firestore")
        counts = Counter(
            firestore.path_of(name).rpartition("/")[0]
            for name in documents
            if firestore.is_document(name)
        )
        rows = [
            {
                "path": path,
                "documents": count,
                "is_for_dead_letters": firestore.is_for_dead_letters(path),
            }
            for path, count in sorted(counts.items())
        ]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _below(self, request: web.Request) -> web.Response:
        """A collection's documents, newest first; or one document, for a path with its id."""
        path = request.match_info["path"]
        if path.count("/") % 2:
            return self._document(path)
        page = Page.asked_for(request)
        found = [
            value
            for name, value in reversed(list(self._desk.chronicle.present("firestore").items()))
            if firestore.is_document(name)
            and firestore.path_of(name).rpartition("/")[0] == path
            and page.has_words(name, value)
        ]
        if len(found) > _SORTED_MAX:
            return page.of(found, lambda value: firestore.document_json(parse_document(value)))
        parsed = sorted(map(parse_document, found), key=_updated, reverse=True)
        return page.of(parsed, firestore.document_json)

    def _document(self, path: str) -> web.Response:
        present = self._desk.chronicle.present("firestore")
        for name in present:
            if firestore.is_document(name) and firestore.path_of(name) == path:
                document = parse_document(present[name])
                return web.json_response(firestore.document_json(document))
        raise LookupError(f"there is no document {path}")


def _updated(document: Any) -> int:
    nanoseconds: int = document.update_time.ToNanoseconds()
    return nanoseconds
