"""What the services keep, as it is now, and how it came to be: every change, oldest first.

The services tell nobody what they do, but they put all that must last on their shelves. Whoever
watches the shelves sees a message published, tried and acknowledged, a document before and after.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from emulators.archives.spill import Spill
from emulators.console.watching.change import Change
from emulators.console.watching.present import Present, Stored, stored, whole

CHANGES_MAX = 20_000
# What is, is on the shelves anyway.

_PRIVATE_SHELVES = {"identity", "secrets"}
_PRIVATE = {"ses": ("signing-key",), "stripe": ("webhook_secret/",)}
_UNTOLD = {"storage": ("content/",)}
_UNSEEN = {
    "pubsub": ("last-message-id", "active/", "history/"),
    "storage": ("last-generation",),
    "stripe": ("agenda/", "idempotency/", "account/"),
    "tasks": ("spent:",),
}
# The one is no news, the other not even there for the console.
_NO_PREFIX: tuple[str, ...] = ()


class _Record(NamedTuple):
    """A change, as it is kept. A dataclass would take three times as long to make."""

    number: int
    at_ns: int
    shelf: str
    key: str
    value: Stored | None
    before: Stored | None
    is_found: bool


class Chronicle:
    """Costs each change a few dictionaries and an entry in a queue; nothing is parsed."""

    def __init__(self, time_ns: Callable[[], int]) -> None:
        self._time_ns = time_ns
        self._spill = Spill()
        self._present: dict[str, Present] = {}
        self._records: deque[_Record] = deque()
        self._watchers: list[Callable[[], None]] = []
        self.count = 0
        """Changes so far, also those that are forgotten by now."""

    def present(self, shelf: str) -> Present:
        if shelf not in self._present:
            self._present[shelf] = Present(self._spill)
        return self._present[shelf]

    def since(self, number: int) -> Iterator[Change]:
        """The changes with higher numbers that are not forgotten yet, oldest first."""
        first = self._records[0].number if self._records else 0
        newer = list(itertools.islice(self._records, max(0, number + 1 - first), None))
        return (self._change(record) for record in newer)

    def find(self, number: int) -> Change | None:
        """None for one that is forgotten."""
        first = self._records[0].number if self._records else 0
        if not self._records or not first <= number <= self.count:
            return None
        return self._change(self._records[number - first])

    def put(self, shelf: str, key: str, value: bytes) -> None:
        if _is_hidden(shelf, key):
            return
        kept = stored(value, self._spill)
        self._note(shelf, key, kept, self.present(shelf).put(key, kept))

    def delete(self, shelf: str, key: str) -> None:
        before = self.present(shelf).take(key)
        if before is not None:
            self._note(shelf, key, None, before)

    def found(self, shelf: str, key: str, value: bytes) -> None:
        """A service reads its shelf: take in what was there before."""
        present = self.present(shelf)
        if key not in present and not _is_hidden(shelf, key):
            kept = stored(value, self._spill)
            present.put(key, kept)
            self._note(shelf, key, kept, None, is_found=True)

    def forget(self) -> None:
        """Begin again: the shelves are not what they were."""
        self._present.clear()
        self._records.clear()
        self._tell()

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` at every change; the result ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _note(
        self,
        shelf: str,
        key: str,
        value: Stored | None,
        before: Stored | None,
        *,
        is_found: bool = False,
    ) -> None:
        if key.startswith(_UNTOLD.get(shelf, _NO_PREFIX)):
            return
        self.count += 1
        self._records.append(
            _Record(self.count, self._time_ns(), shelf, key, value, before, is_found)
        )
        if len(self._records) > CHANGES_MAX:
            self._records.popleft()
        self._tell()

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()

    def _change(self, record: _Record) -> Change:
        value, before = whole(record.value, self._spill), whole(record.before, self._spill)
        where = (record.number, record.at_ns, record.shelf, record.key)
        return Change(*where, value, before, is_found=record.is_found)


def _is_hidden(shelf: str, key: str) -> bool:
    """Keys and secrets are nobody's to look at, and what services note for themselves no news."""
    hidden = (*_PRIVATE.get(shelf, _NO_PREFIX), *_UNSEEN.get(shelf, _NO_PREFIX))
    return shelf in _PRIVATE_SHELVES or key.startswith(hidden)
