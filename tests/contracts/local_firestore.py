"""The embedded Firestore on a loop of its own, with a tap that its clients connect to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random

import pytest
from google.cloud import firestore

from emulators.clock.clock import Clock
from emulators.firestore.server import FirestoreServer
from emulators.shelf import Forgetful
from emulators.topology import Index
from tests.contracts.grpc_tap import GrpcTap
from tests.emulators.loop_thread import LoopThread


@dataclass(frozen=True, slots=True)
class LocalFirestore:
    address: str
    tap: GrpcTap
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def client(self) -> Iterator[firestore.Client]:
        """The official client of a database that nobody has used before."""
        with client_at(self.address, f"database-{next(self._numbers)}") as client:
            yield client


@contextmanager
def client_at(address: str, database: str) -> Iterator[firestore.Client]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("FIRESTORE_EMULATOR_HOST", address)
        client = firestore.Client(project="kvitto-test", database=database)
    yield client
    client.close()  # type: ignore[no-untyped-call]  # the package types the rest


@contextmanager
def running_firestore(
    *, indexes: Sequence[Index] | None = None, optimistic: bool = False
) -> Iterator[LocalFirestore]:
    with LoopThread() as loop:
        server = loop.call(
            lambda: FirestoreServer(
                clock=Clock(),
                shelf=Forgetful().shelf("firestore"),
                random=Random(1),
                indexes=indexes,
                optimistic=optimistic,
            )
        )
        port = loop.run(server.start())
        tap = loop.call(lambda: GrpcTap(f"127.0.0.1:{port}"))
        tap_port = loop.run(tap.start())
        try:
            yield LocalFirestore(f"127.0.0.1:{tap_port}", tap)
        finally:
            loop.run(tap.stop())
            loop.run(server.stop())
