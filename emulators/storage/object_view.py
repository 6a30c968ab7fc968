"""An object as the answer to a request: the resource, or its content."""

from __future__ import annotations

import re
from datetime import datetime

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.reading import base_url
from emulators.storage.refusals import range_not_satisfiable
from emulators.storage.resources import Json, StoredObject, object_resource
from emulators.storage.retention import retained_until

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_HEADERS = {
    "cacheControl": "Cache-Control",
    "contentDisposition": "Content-Disposition",
    "contentEncoding": "Content-Encoding",
    "contentLanguage": "Content-Language",
    "contentType": "Content-Type",
}


class ObjectView:
    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets

    def resource(self, request: web.Request, stored: StoredObject) -> Json:
        until: datetime | None = retained_until(stored, self._buckets.get(stored.bucket))
        return object_resource(stored, until, base_url(request))

    def shown(self, request: web.Request, stored: StoredObject) -> web.Response:
        return web.json_response(self.resource(request, stored))


def content_response(request: web.Request, stored: StoredObject, content: bytes) -> web.Response:
    """Answer with the content, or with the part that the request's `Range` asks for."""
    headers = _content_headers(stored)
    part = _asked_range(request.headers.get("Range", ""), len(content))
    if part is None:
        return web.Response(body=content, headers=headers)
    if not part:
        raise range_not_satisfiable()
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    return web.Response(status=206, body=content[part.start : part.stop], headers=headers)


def _content_headers(stored: StoredObject) -> dict[str, str]:
    set_by_owner = {
        header: str(stored.settings[field])
        for field, header in _HEADERS.items()
        if field in stored.settings
    }
    return {
        "Content-Type": "application/octet-stream",
        **set_by_owner,
        "Accept-Ranges": "bytes",
        "ETag": stored.version.etag,
        "X-Goog-Generation": str(stored.generation),
        "X-Goog-Metageneration": str(stored.metageneration),
        "X-Goog-Hash": stored.checksums.as_header(),
        "X-Goog-Storage-Class": str(stored.settings.get("storageClass", "STANDARD")),
        "X-Goog-Stored-Content-Encoding": set_by_owner.get("Content-Encoding", "identity"),
        "X-Goog-Stored-Content-Length": str(stored.size),
    }


def _asked_range(header: str, size: int) -> range | None:
    """Return the bytes asked for, an empty range if there are none; None: all of them."""
    match = _RANGE.fullmatch(header)
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    end = int(last) + 1 if last else size
    return range(int(first), min(end, size))
