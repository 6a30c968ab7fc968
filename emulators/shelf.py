"""Where a service keeps what must survive a restart: named shelves of keys and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Shelf(Protocol):
    """One service's keys and values. Values are whatever bytes the service likes.

    What is put and deleted between two awaits is one change: after a crash all of it is there
    or nothing. It is there if anybody was told: see `Archive.commit`.
    """

    def put(self, key: str, value: bytes) -> None: ...
    def delete(self, key: str) -> None: ...
    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        """All whose keys begin so, in the order of the keys."""
        ...


class Archive(Protocol):
    """All the shelves of one local cloud."""

    def shelf(self, name: str) -> Shelf: ...

    def commit(self) -> None:
        """Make sure of all changes so far. Every answer that leaves the cloud waits for it."""
        ...

    def close(self) -> None: ...


class Forgetful:
    """Keeps nothing: the state of a test lives and dies with its process."""

    def shelf(self, name: str) -> Shelf:  # noqa: ARG002 - every shelf is the same empty one
        return _Nothing()

    def commit(self) -> None:
        pass

    def close(self) -> None:
        pass


class _Nothing:
    def put(self, key: str, value: bytes) -> None:
        pass

    def delete(self, key: str) -> None:
        pass

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:  # noqa: ARG002 - the same
        return iter(())
