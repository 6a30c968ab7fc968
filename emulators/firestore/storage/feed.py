"""Tells those who watch a database which documents have just changed."""

from __future__ import annotations

from collections.abc import Callable, Collection

Listener = Callable[[Collection[str]], None]
"""Given the full names of the documents that one commit changed."""


class Feed:
    def __init__(self) -> None:
        self._listeners: dict[object, Listener] = {}

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every commit, at once; the result ends that."""
        token = object()
        self._listeners[token] = listener
        return lambda: self._end(token)

    def announce(self, names: Collection[str]) -> None:
        for listener in list(self._listeners.values()):
            listener(names)

    def _end(self, token: object) -> None:
        self._listeners.pop(token, None)
