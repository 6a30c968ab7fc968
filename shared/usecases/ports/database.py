"""Documents with versions: read some, decide, commit all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class Record(Protocol):
    """A frozen dataclass of the domain; type and id together name its document."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Key(Generic[R]):
    kind: type[R]
    id: str


@dataclass(frozen=True, slots=True)
class Versioned(Generic[R]):
    record: R
    version: object  # opaque; equal only while nobody has written the document


def record_in(found: Versioned[R] | None) -> R | None:
    return None if found is None else found.record


@dataclass(frozen=True, slots=True)
class Create:
    """Fails the whole commit with `LostRace` if the document exists."""

    record: Record


@dataclass(frozen=True, slots=True)
class Replace:
    """Fails the whole commit with `LostRace` unless the document still has this version."""

    record: Record
    version: object


@dataclass(frozen=True, slots=True)
class Put:
    """Unconditional. Only for writes that are right whatever the document says.

    A commit of nothing else is never a `LostRace`.
    """

    record: Record


Write = Create | Replace | Put


@dataclass(frozen=True, slots=True)
class Query(Generic[R]):
    """Documents of one kind that satisfy every condition, in order, at most `limit_max`."""

    kind: type[R]
    where: tuple[tuple[str, str, Any], ...] = ()  # (field, "==" or "<" or ">", value)
    order_by: str | None = None
    limit_max: int | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that is no record: its kind and id, and what is wrong, without its values."""

    kind: str
    id: str
    why: str


class Database(Protocol):
    def read(self, keys: Sequence[Key[Any]]) -> list[Versioned[Any] | None]:
        """One consistent read of all keys, in their order; `Unavailable` if it failed."""
        ...

    def commit(self, writes: Sequence[Write]) -> None:
        """All or nothing. `LostRace`: not applied. `Unavailable`: nobody knows."""
        ...

    def find(self, query: Query[R]) -> list[R]: ...

    def find_versioned(self, query: Query[R]) -> list[Versioned[R]]:
        """The same, ready to be replaced without being read once more."""
        ...

    def scan(self, kind: type[R]) -> Iterator[R]:
        """Every document of one kind, in no particular order. For audits, not for requests."""
        ...

    def examine(self, kind: type[R]) -> Iterator[R | Unreadable]:
        """The same, and what cannot be read does not end it."""
        ...
