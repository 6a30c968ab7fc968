"""Cloud Storage on a loop, and the official client to talk to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import aiohttp
import pytest
from google.cloud.storage import Bucket, Client

from emulators.clock.clock import Clock
from emulators.shelf import Forgetful, Shelf
from emulators.storage.server import StorageServer
from tests.emulators.loop_thread import DEADLINE_SECONDS, LoopThread

BUCKET = "invoices-of-a-test"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Cloud:
    loop: LoopThread
    client: Client
    clock: Clock
    server: StorageServer
    url: str

    def bucket(self) -> Bucket:
        return self.client.create_bucket(BUCKET)

    def advance(self, **by: float) -> None:
        self.loop.call(lambda: self.clock.advance(timedelta(**by)))

    def request(self, method: str, path: str, **options: Any) -> Answer:
        """Send what the official client does not: a request of our own making."""
        return self.loop.run(_request(method, self.url + path, options))


async def _request(method: str, url: str, options: dict[str, Any]) -> Answer:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, allow_redirects=False, **options) as response,
    ):
        return Answer(response.status, response.headers, await response.read())


@contextmanager
def running_cloud(shelf: Shelf | None = None, **options: Any) -> Iterator[Cloud]:
    """Serve from `shelf`; the other options are those of `StorageServer`."""
    with LoopThread() as loop, pytest.MonkeyPatch.context() as environment:
        clock = Clock()
        server = loop.call(
            lambda: StorageServer(
                clock=clock,
                shelf=shelf or Forgetful().shelf("storage"),
                random=Random(1),
                **options,
            )
        )
        url = f"http://127.0.0.1:{loop.run(server.start())}"
        environment.setenv("STORAGE_EMULATOR_HOST", url)
        others = set(threading.enumerate())
        client = Client(project="kvitto-test")
        try:
            yield Cloud(loop, client, clock, server, url)
        finally:
            _wait_for_the_client(others)
            client.close()
            loop.run(server.stop())


def _wait_for_the_client(others: set[threading.Thread]) -> None:
    """Let its threads end: it reads in the background about the buckets that it meets."""
    for thread in set(threading.enumerate()) - others:
        if thread.name.endswith("_background)"):
            thread.join(DEADLINE_SECONDS)
