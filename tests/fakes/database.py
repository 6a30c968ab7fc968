"""Firestore's promises in memory: versions, guarded commits, all or nothing."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import Any

from shared.usecases.ports.database import (
    Create,
    Key,
    Put,
    Query,
    R,
    Replace,
    Unreadable,
    Versioned,
    Write,
)
from shared.usecases.ports.failures import LostRace

_OPERATORS = {"==": operator.eq, "<": operator.lt, ">": operator.gt}


class MemoryDatabase:
    def __init__(self) -> None:
        self._documents: dict[tuple[type[Any], str], Versioned[Any]] = {}
        self._version = 0
        self.unreadable: dict[type[Any], list[Unreadable]] = {}

    def read(self, keys: Sequence[Key[Any]]) -> list[Versioned[Any] | None]:
        return [self._documents.get((key.kind, key.id)) for key in keys]

    def commit(self, writes: Sequence[Write]) -> None:
        for write in writes:
            self._check(write)
        self._version += 1
        for write in writes:
            place = (type(write.record), write.record.id)
            self._documents[place] = Versioned(write.record, self._version)

    def find(self, query: Query[R]) -> list[R]:
        return [found.record for found in self.find_versioned(query)]

    def find_versioned(self, query: Query[R]) -> list[Versioned[R]]:
        of_kind = [found for (kind, _), found in self._documents.items() if kind is query.kind]
        found = [one for one in of_kind if _matches(one.record, query.where)]
        if query.order_by is not None:
            field = query.order_by
            found.sort(key=lambda one: (getattr(one.record, field), one.record.id))
        return found[: query.limit_max]

    def scan(self, kind: type[R]) -> Iterator[R]:
        return iter([found.record for (of, _), found in self._documents.items() if of is kind])

    def examine(self, kind: type[R]) -> Iterator[R | Unreadable]:
        yield from self.scan(kind)
        yield from self.unreadable.get(kind, ())

    def forget(self, kind: type[Any], record_id: str) -> None:
        """As if somebody had deleted the document by hand."""
        del self._documents[kind, record_id]

    def _check(self, write: Write) -> None:
        found = self._documents.get((type(write.record), write.record.id))
        match write:
            case Create() if found is not None:
                raise LostRace(f"{write.record.id} exists")
            case Replace(version=version) if found is None or found.version != version:
                raise LostRace(f"{write.record.id} has changed")
            case Create() | Replace() | Put():
                return


def _matches(record: Any, where: tuple[tuple[str, str, Any], ...]) -> bool:
    for field, name, operand in where:
        value = getattr(record, field)
        # Like Firestore, a comparison finds no null.
        if value is None or not _OPERATORS[name](value, operand):
            return False
    return True
