"""One HTTP exchange with a service of the stack or a deployment: no redirect, no retry."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30.0
RETRY_AFTER_SECONDS = 1.0  # where the answer does not say


class NoAnswer(Exception):
    """Refused, cut off or silent: the request may have been carried out or not."""


class CallFailed(Exception):
    """A call that came to nothing, for good. The text is one line."""


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    url: str
    body: Any = None  # sent as JSON
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Without the path: it may hold the token that opens an order."""
        return f"{self.method} {urlsplit(self.url).netloc}"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str | None
    body: bytes

    @property
    def retry_after_seconds(self) -> float:
        text = (self.retry_after or "").strip()
        return float(text) if text.isascii() and text.isdigit() else RETRY_AFTER_SECONDS

    def json(self) -> dict[str, Any]:
        try:
            value = json.loads(self.body)
        except ValueError as error:
            raise CallFailed(f"an answer {self.status} that is not JSON") from error
        if not isinstance(value, dict):
            raise CallFailed(f"an answer {self.status} that is not a JSON object")
        return value


def send(call: Call) -> Answer:
    """The answer, whatever its status; `NoAnswer` when there is none."""
    parts = urlsplit(call.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    body = None if call.body is None else json.dumps(call.body).encode()
    headers = call.headers | ({"Content-Type": "application/json"} if body else {})
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    with closing(connection):
        try:
            connection.request(call.method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers.get("Retry-After"), response.read())
        except (OSError, HTTPException) as error:
            raise NoAnswer(f"{call}: {_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens"
    return "no answer in time" if isinstance(error, TimeoutError) else "the connection was cut"
