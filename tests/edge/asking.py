"""Requests against a gate, by WSGI or ASGI, without a server in between."""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Request
from werkzeug.test import run_wsgi_app

from shared.edge.gate import Route, answer

Wsgi = Callable[[Any, Any], Iterable[bytes]]
Asgi = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The body of an error answer, checked to have the one shape they all have."""
        assert self.headers["content-type"] == "application/problem+json"
        document: dict[str, Any] = json.loads(self.body)
        assert document["status"] == self.status
        assert document["type"] == "about:blank"
        assert document["title"]
        assert document["instance"].startswith("urn:trace:")
        return document

    @property
    def flaws(self) -> list[tuple[str, str]]:
        return [(flaw["pointer"], flaw["code"]) for flaw in self.problem.get("errors", [])]

    @property
    def codes(self) -> list[str]:
        return [code for _, code in self.flaws]


def ask(
    routes: Sequence[Route],
    method: str = "POST",
    path: str = "/",
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    environ: Mapping[str, Any] | None = None,
) -> Answer:
    """One request through `gate.answer`. `environ` overrides what the server would have said."""

    def application(wsgi: Any, start: Any) -> Iterable[bytes]:
        return answer(Request(wsgi), routes)(wsgi, start)

    return ask_wsgi(application, method, path, body=body, headers=headers, environ=environ)


def ask_wsgi(
    application: Wsgi,
    method: str = "POST",
    path: str = "/",
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    environ: Mapping[str, Any] | None = None,
) -> Answer:
    raw, _, query = path.partition("?")
    frame = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        frame[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    parts, status, found = run_wsgi_app(application, {**frame, **(environ or {})}, buffered=True)
    lowered = {name.lower(): value for name, value in found.items()}
    return Answer(int(status[:3]), lowered, b"".join(parts))


JSON = {"Content-Type": "application/json"}


async def ask_asgi(
    application: Asgi,
    path: str,
    chunks: Iterable[bytes] = (b"",),
    *,
    method: str = "POST",
    headers: Iterable[tuple[str, str]] = (),
) -> Answer:
    """One request to an ASGI application, its body in `chunks`; it may stop reading early."""
    waiting = list(chunks)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        part = waiting.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    raw, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": raw,
        "raw_path": raw.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await application(scope, receive, send)
    start, *rest = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(part.get("body", b"") for part in rest))
