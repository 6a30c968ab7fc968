"""Snapshots that a listener of the client library is given, one after the other."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.emulators.loop_thread import DEADLINE_SECONDS


class Watched:
    def __init__(self) -> None:
        self._snapshots: queue.Queue[tuple[list[Any], list[str]]] = queue.Queue()

    def __call__(self, documents: list[Any], changes: list[Any], _: object) -> None:
        self._snapshots.put((documents, [change.type.name for change in changes]))

    def next(self) -> list[Any]:
        """The documents of the next snapshot, in its order."""
        return self._snapshots.get(timeout=DEADLINE_SECONDS)[0]

    def next_changes(self) -> list[str]:
        return self._snapshots.get(timeout=DEADLINE_SECONDS)[1]

    def until(self, condition: Callable[[list[Any]], bool]) -> list[Any]:
        """The first snapshot from now on of which the condition is true."""
        while True:
            documents = self.next()
            if condition(documents):
                return documents

    @property
    def has_more(self) -> bool:
        return not self._snapshots.empty()


@contextmanager
def watched(source: Any) -> Iterator[Watched]:
    """`source` is a document, a collection or a query of the client library."""
    snapshots = Watched()
    watch = source.on_snapshot(snapshots)
    try:
        yield snapshots
    finally:
        watch.unsubscribe()
