"""What documents were before they changed, for reads at a time within the last hour."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from operator import itemgetter

from emulators.firestore.storage.instants import Micros
from emulators.firestore.wire import Document, parse_document
from emulators.google_apis.refused import failed_precondition

KEPT_FOR_MICROS = 3600 * 1_000_000
KEPT_BYTES_MAX = 8 * 1024 * 1024
_NOTE_BYTES = 400  # what it takes to remember that there was none


class History:
    """Replaced versions, each with the instant at which it ceased to be current."""

    def __init__(self, begins_at: Micros) -> None:
        self._begins_at = begins_at
        self._replaced: dict[str, list[tuple[Micros, bytes | None]]] = {}
        self._oldest_first: deque[tuple[Micros, str, int]] = deque()
        self._bytes = 0

    def remember(self, name: str, content: bytes | None, until: Micros) -> None:
        """`content` is the document as it was, None for one that did not exist."""
        size = len(content or b"") + _NOTE_BYTES
        self._replaced.setdefault(name, []).append((until, content))
        self._oldest_first.append((until, name, size))
        self._bytes += size
        self._forget(until)

    def check_readable(self, at: Micros, now: Micros) -> None:
        if at < max(self._begins_at, now - KEPT_FOR_MICROS):
            raise failed_precondition("The requested snapshot version is too old.")

    def find(self, name: str, at: Micros, current: Document | None) -> Document | None:
        """The version of `name` at the instant `at`, given the one it has now."""
        versions = self._replaced.get(name, [])
        position = bisect_right(versions, at, key=itemgetter(0))
        if position == len(versions):
            return current
        _, content = versions[position]
        return None if content is None else parse_document(content)

    def names(self) -> Iterable[str]:
        return self._replaced.keys()

    def _forget(self, now: Micros) -> None:
        while self._oldest_first:
            until, name, size = self._oldest_first[0]
            if self._bytes <= KEPT_BYTES_MAX and until >= now - KEPT_FOR_MICROS:
                return
            self._oldest_first.popleft()
            self._bytes -= size
            self._begins_at = max(self._begins_at, until)
            versions = self._replaced[name]
            versions.pop(0)
            if not versions:
                del self._replaced[name]
