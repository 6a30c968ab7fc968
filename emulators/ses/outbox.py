"""Every message SES accepted, kept for the reader and for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from emulators.archives.spill import Spill, Spilt
from emulators.ses.message import Message
from emulators.shelf import Shelf

KEPT_MAX = 10_000
# A receipt with its PDF is near 100 kB, and a load test sends many.

_PREFIX = "message/"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A message, with its raw text spilt."""

    message: Message
    raw: Spilt


class Outbox:
    """On the shelf. The oldest go once there are `KEPT_MAX`."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._raws = Spill()
        self._messages: dict[str, _Kept] = {}
        for _, value in shelf.items(_PREFIX):
            self._keep(Message.from_bytes(value))
        self._last = max(map(int, self._messages), default=0)

    def next_id(self) -> str:
        self._last += 1
        return str(self._last)

    def add(self, message: Message) -> None:
        self._keep(message)
        self._shelf.put(_key(message.id), message.to_bytes())
        if len(self._messages) > KEPT_MAX:
            oldest = next(iter(self._messages))
            del self._messages[oldest]
            self._shelf.delete(_key(oldest))

    def get(self, outbox_id: str) -> Message | None:
        kept = self._messages.get(outbox_id)
        return None if kept is None else replace(kept.message, raw=self._raws.get(kept.raw))

    def sent(self) -> Iterable[Message]:
        """Oldest first, without their raw text."""
        return (kept.message for kept in self._messages.values())

    def ids(self) -> Iterable[str]:
        """Newest first."""
        return reversed(self._messages)

    def _keep(self, message: Message) -> None:
        self._messages[message.id] = _Kept(replace(message, raw=b""), self._raws.put(message.raw))


def _key(outbox_id: str) -> str:
    # Padded, because a shelf is read back in the order of its keys.
    return f"{_PREFIX}{outbox_id:>012}"
