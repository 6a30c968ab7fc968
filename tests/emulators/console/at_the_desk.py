"""Somebody at the console of a whole local cloud: asks its API as the pages do."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.emulators.control.local_cloud import Local, running
from tests.emulators.loop_thread import eventually

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True, slots=True)
class Visit:
    local: Local

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.local.ports.shop}"

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] = JSON
    ) -> Reply:
        """One call of the API; a refusal is a reply, too."""
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.address}/console/api{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers=dict(headers),
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
                return Reply(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Reply(refusal.code, dict(refusal.headers), refusal.read())

    def get(self, path: str) -> Any:
        reply = self.ask("GET", path)
        assert reply.status == 200, reply
        return reply.json

    def rows(self, path: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get(path)["rows"]
        return rows

    def post(self, path: str, body: object = None) -> Any:
        reply = self.ask("POST", path, {} if body is None else body)
        assert reply.status < 300, reply
        return reply.json

    def titles(self, followed: str) -> list[str]:
        return [entry["title"] for entry in self.get(f"/follow/{followed}")["entries"]]

    def sees(self, condition: Callable[[], bool]) -> bool:
        return eventually(condition)


@contextmanager
def at_the_desk() -> Iterator[Visit]:
    with running() as local:
        yield Visit(local)
