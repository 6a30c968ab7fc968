"""Which message goes out next: any order, except that one ordering key has one message out."""

from __future__ import annotations

from collections import deque

from emulators.pubsub.message import Unacked


class Line:
    """Messages ready to go, and those that wait for an earlier one of their key.

    A key is taken from the moment its first message stands in line until that message is
    settled; a failed message comes back with `again` and its key still taken, so that
    nothing of the key overtakes it.
    """

    def __init__(self, *, ordered: bool) -> None:
        self._ordered = ordered
        self._ready: deque[Unacked] = deque()
        self._behind: dict[str, deque[Unacked]] = {}

    def add(self, unacked: Unacked) -> None:
        key = self._key(unacked)
        if not key:
            self._ready.append(unacked)
        elif key in self._behind:
            self._behind[key].append(unacked)
        else:
            self._behind[key] = deque()
            self._ready.append(unacked)

    def first(self) -> Unacked | None:
        return self._ready[0] if self._ready else None

    def leave(self) -> Unacked:
        """Take the first message out of the line."""
        return self._ready.popleft()

    def again(self, unacked: Unacked) -> None:
        self._ready.append(unacked)

    def settled(self, unacked: Unacked) -> bool:
        """Let the next message of the same key step forward; False if none does."""
        key = self._key(unacked)
        if not key:
            return False
        behind = self._behind[key]
        if not behind:
            del self._behind[key]
            return False
        self._ready.append(behind.popleft())
        return True

    def _key(self, unacked: Unacked) -> str:
        return unacked.message.ordering_key if self._ordered else ""
