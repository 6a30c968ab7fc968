"""Several writes as one change: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Micros
from emulators.firestore.wire import Document, Write, WriteResult
from emulators.firestore.writes.apply import apply_write, name_of


@dataclass(frozen=True, slots=True)
class Staged:
    changes: Mapping[str, Document | None]
    """Only what really changes."""
    results: Sequence[WriteResult]
    committed_at: Micros


def stage(database: Database, writes: Sequence[Write]) -> Staged:
    """What the writes would do, one after the other. Nothing is stored yet."""
    committed_at = database.instants.for_commit()
    staged: dict[str, Document | None] = {}
    results: list[WriteResult] = []
    for write in writes:
        name = name_of(write)
        current = staged[name] if name in staged else database.document(name)
        outcome = apply_write(write, name, current, committed_at)
        staged[name] = outcome.document
        results.append(outcome.result)
    changes = {
        name: document
        for name, document in staged.items()
        if document is not database.document(name)
    }
    return Staged(changes, results, committed_at)
