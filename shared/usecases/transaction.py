"""Read, decide, commit; and again from the top when a race or a reply was lost.

Two round trips per attempt: one batch read, one commit guarded by the versions read. No lock
is held in between. Whatever a decision depends on must be among the documents it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.domain.errors import Broken
from shared.usecases.ports.database import (
    Create,
    Database,
    Key,
    Query,
    R,
    Record,
    Replace,
    Versioned,
    Write,
)
from shared.usecases.ports.failures import LostRace, Unavailable
from shared.usecases.ports.world import Randomness, Wait

T = TypeVar("T")

ATTEMPTS_MAX = 8
UNCLEAR_MAX = 3  # each may cost two timeouts, and all of them must fit into one request
FIRST_PAUSE_SECONDS = 0.02
PAUSE_SECONDS_MAX = 2.0


class Session:
    """One attempt: what was read, and what shall be written. Reads come before writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[tuple[type[Any], str], Versioned[Any] | None] = {}
        self._writes: dict[tuple[type[Any], str], Write] = {}

    def load(self, *keys: Key[Any]) -> None:
        """Fetch several documents in one round trip; `get` then answers from memory."""
        missing = [key for key in keys if (key.kind, key.id) not in self._read]
        if missing:
            found = self._database.read(missing)
            for key, document in zip(missing, found, strict=True):
                self._read[key.kind, key.id] = document

    def get(self, kind: type[R], record_id: str) -> R | None:
        self.load(Key(kind, record_id))
        document = self._read[kind, record_id]
        return None if document is None else document.record

    def find(self, query: Query[R]) -> list[R]:
        """What is found counts as read: saving it is guarded. What came too late is not seen."""
        found = self._database.find_versioned(query)
        for document in found:
            self._read[query.kind, document.record.id] = document
        return [document.record for document in found]

    def create(self, record: Record) -> None:
        self._stage(Create(record))

    def save(self, record: Record) -> None:
        """Write a record that was read in this session, or is known to be missing."""
        place = (type(record), record.id)
        if place not in self._read:
            raise Broken(f"{record.id} is saved without having been read")
        before = self._read[place]
        if before is None:
            self._stage(Create(record))
        elif before.record != record:
            self._stage(Replace(record, before.version))

    @property
    def writes(self) -> tuple[Write, ...]:
        return tuple(self._writes.values())

    def _stage(self, write: Write) -> None:
        self._writes[type(write.record), write.record.id] = write


@dataclass(frozen=True, slots=True)
class Transactions:
    """Runs `work` until its writes are in, or the attempts are used up (`Unavailable`).

    `work` must be pure apart from its session: no I/O, no clock, no randomness inside. After
    an ambiguous commit it runs again, reads its own effects and finds nothing left to do.
    """

    database: Database
    randomness: Randomness
    wait: Wait

    def __call__(self, work: Callable[[Session], T]) -> T:
        unclear = 0
        for attempt in range(ATTEMPTS_MAX):
            session = Session(self.database)
            try:
                result = work(session)
                if session.writes:
                    self.database.commit(session.writes)
            except (LostRace, Unavailable) as failure:
                last = failure
                unclear += isinstance(failure, Unavailable)
                if unclear == UNCLEAR_MAX:
                    break
                self._pause(attempt)
            else:
                return result
        raise Unavailable(f"gave up after {attempt + 1} attempts: {last}") from last

    def _pause(self, attempt: int) -> None:
        # Full jitter: writers that met once must not meet again at the same moment.
        ceiling = min(PAUSE_SECONDS_MAX, FIRST_PAUSE_SECONDS * 2**attempt)
        self.wait(ceiling * self.randomness.jitter())
