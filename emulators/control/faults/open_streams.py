"""The streams that clients hold open, so that they can be cut."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from emulators.control.faults.resources import resource_names


@dataclass(slots=True, eq=False)
class OpenStream:
    service: str
    method: str
    task: asyncio.Task[Any] | None
    request: Any = None
    """The first message from the client, once it has come."""
    is_cut: bool = False

    @property
    def resources(self) -> list[str]:
        return [] if self.request is None else resource_names(self.request)

    def cut(self) -> None:
        """End it: whoever serves it is cancelled, and sees `is_cut`."""
        self.is_cut = True
        if self.task is not None:
            self.task.cancel()


class OpenStreams:
    def __init__(self) -> None:
        self._streams: set[OpenStream] = set()

    def all(self) -> list[OpenStream]:
        return list(self._streams)

    @contextmanager
    def opened(self, service: str, method: str) -> Iterator[OpenStream]:
        """Call it in the task that serves the stream."""
        stream = OpenStream(service, method, asyncio.current_task())
        self._streams.add(stream)
        try:
            yield stream
        finally:
            self._streams.discard(stream)
