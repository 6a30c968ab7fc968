"""`buckets`: their objects, to look at or to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.readings import storage

_SHOWN_BY_BROWSERS = {"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp"}
_TEXTS = ("text/", "application/json", "application/xml")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


class Objects:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/buckets", self._buckets)
        yield web.get("/buckets/{bucket}/objects", self._objects)
        yield web.get("/objects/{generation:[0-9]+}/content", self._content)

    async def _buckets(self, _: web.Request) -> web.Response:
        present = self._desk.chronicle.present("storage")
        found = storage.buckets(present)
        counts = Counter(
            {one["name"]: len(list(storage.objects(present, one["name"]))) for one in found}
        )
        rows = [
            {"name": one["name"], "objects": counts[one["name"]], "bucket": one} for one in found
        ]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _objects(self, request: web.Request) -> web.Response:
        page = Page.asked_for(request)
        found = storage.objects(
            self._desk.chronicle.present("storage"), request.match_info["bucket"]
        )
        return page.of([one for one in found if page.has_words(one["name"])], _shown)

    async def _content(self, request: web.Request) -> web.Response:
        """Inline only what cannot run anything; `?download` for a file."""
        present, generation = (
            self._desk.chronicle.present("storage"),
            request.match_info["generation"],
        )
        stored, content = (
            storage.stored_object(present, generation),
            storage.content(present, generation),
        )
        if stored is None or content is None:
            raise LookupError(f"there is no object of generation {generation}")
        shown_as = _preview(_content_type(stored))
        where = "attachment" if "download" in request.query or not shown_as else "inline"
        name = quote(stored["name"].rpartition("/")[2], safe="")
        headers = {
            "Content-Disposition": f"{where}; filename*=UTF-8''{name}",
            "Content-Security-Policy": _POLICY,
        }
        kind = shown_as or "application/octet-stream"
        return web.Response(body=content, content_type=kind, headers=headers)


def _shown(stored: dict[str, Any]) -> dict[str, Any]:
    content_type = _content_type(stored)
    return {
        "name": stored["name"],
        "generation": str(stored["generation"]),
        "size": stored["size"],
        "content_type": content_type,
        "has_preview": bool(_preview(content_type)),
        "created_at": stored["created_at"],
        "object": {**stored, "generation": str(stored["generation"])},
    }


def _content_type(stored: dict[str, Any]) -> str:
    return str(stored["settings"].get("contentType") or "application/octet-stream")


def _preview(content_type: str) -> str:
    """The type to show it as; empty if a browser should not show it."""
    plain = content_type.partition(";")[0].strip().lower()
    if plain in _SHOWN_BY_BROWSERS:
        return plain
    return "text/plain" if plain.startswith(_TEXTS) else ""
