"""The embedded Firestore on a loop of its own, on a clock that can be moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from emulators.firestore.indexes.definition import FieldOverride, IndexDefinition
from emulators.firestore.server import FirestoreServer
from emulators.firestore.transactions.waiting import LOCK_WAIT_MAX
from emulators.shelf import Forgetful, Shelf
from emulators.topology import Index, Ttl
from tests.emulators.loop_thread import DEADLINE_SECONDS, LoopThread
from tests.emulators.pubsub.watched_clock import WatchedClock


@dataclass(frozen=True, slots=True)
class LocalFirestore:
    loop: LoopThread
    clock: WatchedClock
    host: str
    rest_url: str

    def advance(self, **by: float) -> None:
        self.loop.call(lambda: self.clock.advance(timedelta(**by)))

    def wait_until_somebody_waits(self) -> None:
        """Return once a request has begun to wait for a lock: it sets a timer for that."""
        while True:
            timer = self.clock.timers.get(timeout=DEADLINE_SECONDS)
            if abs(timer - LOCK_WAIT_MAX) < timedelta(seconds=1):
                return


@contextmanager
def running(
    shelf: Shelf | None = None,
    indexes: Sequence[Index | IndexDefinition] | None = None,
    *,
    overrides: Sequence[FieldOverride] = (),
    ttl: Sequence[Ttl] = (),
    optimistic: bool = False,
) -> Iterator[LocalFirestore]:
    with LoopThread() as loop:
        clock = WatchedClock()
        server = FirestoreServer(
            clock=clock,
            shelf=shelf or Forgetful().shelf("firestore"),
            random=Random(1),
            indexes=indexes,
            overrides=overrides,
            ttl=ttl,
            optimistic=optimistic,
        )
        port = loop.run(server.start())
        rest_port = loop.run(server.start_rest())
        try:
            yield LocalFirestore(loop, clock, f"127.0.0.1:{port}", f"http://127.0.0.1:{rest_port}")
        finally:
            loop.run(server.stop())
