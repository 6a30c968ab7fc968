"""The embedded Cloud Storage on a loop of its own, with a tap that its clients connect to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random

import pytest
from google.cloud.storage import Bucket, Client

from emulators.clock.clock import Clock
from emulators.shelf import Forgetful
from emulators.storage.server import StorageServer
from tests.contracts.http_tap import HttpTap
from tests.emulators.loop_thread import DEADLINE_SECONDS, LoopThread


@dataclass(frozen=True, slots=True)
class LocalStorage:
    address: str
    tap: HttpTap
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def bucket(self) -> Iterator[Bucket]:
        """A new one, by the official client."""
        with client_at(self.address) as client:
            yield client.create_bucket(f"invoices-{next(self._numbers)}")


@contextmanager
def client_at(address: str) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STORAGE_EMULATOR_HOST", f"http://{address}")
        client = Client(project="kvitto-test")
    yield client
    _wait_for_threads()
    client.close()


def _wait_for_threads() -> None:
    """After a 404 the client looks in the background whether the bucket is there."""
    for thread in threading.enumerate():
        if "_verify_existence_background" in thread.name:
            thread.join(DEADLINE_SECONDS)


@contextmanager
def running_storage() -> Iterator[LocalStorage]:
    with LoopThread() as loop:
        server = loop.call(
            lambda: StorageServer(
                clock=Clock(), shelf=Forgetful().shelf("storage"), random=Random(1)
            )
        )
        port = loop.run(server.start())
        tap = loop.call(lambda: HttpTap(f"http://127.0.0.1:{port}"))
        address = f"127.0.0.1:{loop.run(tap.start())}"
        try:
            yield LocalStorage(address, tap)
        finally:
            loop.run(tap.stop())
            loop.run(server.stop())
