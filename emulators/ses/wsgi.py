"""Just enough of PEP 3333 to put one request to a WSGI application and collect its reply."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request. `path` is percent-encoded, as it stood on the request line."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    query: str = ""
    body: bytes = b""


@dataclass(slots=True)
class Reply:
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


def put(call: Call, application: WSGIApplication) -> Reply:
    """Run `application` to its end. What it raises is raised here."""
    reply = Reply()
    written = io.BytesIO()

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: _ExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        reply.status, reply.headers = int(status.split(maxsplit=1)[0]), headers
        return written.write

    chunks: Iterable[bytes] = application(_environ(call), start_response)
    try:
        written.writelines(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    reply.body = written.getvalue()
    return reply


def _environ(call: Call) -> WSGIEnvironment:
    fields: dict[str, Any] = {
        "REQUEST_METHOD": call.method,
        "SCRIPT_NAME": "",
        # PEP 3333: bytes in a string, one character each.
        "PATH_INFO": unquote_to_bytes(call.path).decode("latin-1"),
        "QUERY_STRING": call.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(call.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(call.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in call.headers:
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            fields[key] = value
        elif key != "CONTENT_LENGTH":
            fields[f"HTTP_{key}"] = value
    return fields
