"""The content of an object as the answer to a request: whole, in part, or unpacked."""

from __future__ import annotations

import gzip
import re

from aiohttp import web

from emulators.storage.refusals import range_not_satisfiable
from emulators.storage.resources import StoredObject

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_HEADERS = {
    "cacheControl": "Cache-Control",
    "contentDisposition": "Content-Disposition",
    "contentEncoding": "Content-Encoding",
    "contentLanguage": "Content-Language",
    "contentType": "Content-Type",
}
_UNPACKED_WARNING = "214 UploadServer gunzipped"


def content_response(request: web.Request, stored: StoredObject, content: bytes) -> web.Response:
    """Answer with the content, or with the part that the request's `Range` asks for.

    What is stored as gzip is unpacked for those who do not take gzip; then ranges do not count.
    """
    headers = content_headers(stored)
    if _must_be_unpacked(request, stored):
        del headers["Content-Encoding"]
        headers["Warning"] = _UNPACKED_WARNING
        return web.Response(body=gzip.decompress(content), headers=headers)
    part = _asked_range(request.headers.get("Range", ""), len(content))
    if part is None:
        return web.Response(body=content, headers=headers)
    if not part:
        raise range_not_satisfiable()
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    return web.Response(status=206, body=content[part.start : part.stop], headers=headers)


def content_headers(stored: StoredObject) -> dict[str, str]:
    set_by_owner = {
        header: str(stored.settings[field])
        for field, header in _HEADERS.items()
        if field in stored.settings
    }
    metadata = stored.settings.get("metadata") or {}
    encryption = stored.encryption.key_sha256
    return {
        "Content-Type": "application/octet-stream",
        **set_by_owner,
        **{f"X-Goog-Meta-{name}": str(value) for name, value in metadata.items()},
        **({"X-Goog-Encryption-Algorithm": "AES256"} if encryption else {}),
        **({"X-Goog-Encryption-Key-Sha256": encryption} if encryption else {}),
        "Accept-Ranges": "bytes",
        "ETag": stored.etag,
        "Last-Modified": stored.updated_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "X-Goog-Generation": str(stored.generation),
        "X-Goog-Metageneration": str(stored.metageneration),
        "X-Goog-Hash": stored.checksums.as_header(),
        "X-Goog-Storage-Class": stored.storage_class,
        "X-Goog-Stored-Content-Encoding": set_by_owner.get("Content-Encoding", "identity"),
        "X-Goog-Stored-Content-Length": str(stored.size),
    }


def _must_be_unpacked(request: web.Request, stored: StoredObject) -> bool:
    """Tell whether this is decompressive transcoding; `no-transform` forbids it."""
    return (
        stored.settings.get("contentEncoding") == "gzip"
        and "gzip" not in request.headers.get("Accept-Encoding", "")
        and "no-transform" not in str(stored.settings.get("cacheControl", ""))
    )


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
