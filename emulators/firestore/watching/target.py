"""A set of documents that a client watches, and what it has been told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from emulators.firestore.wire import Document


@dataclass(frozen=True, slots=True)
class Change:
    """What the client has to be told of one document of one target."""

    name: str
    document: Document | None
    """As it is now; None if there is no such document."""
    is_shown: bool
    """Whether it belongs to the target now."""
    is_new_version: bool
    """False if the document is as the client knows it, and only left or joined the target."""


class Target(Protocol):
    @property
    def count(self) -> int:
        """How many documents the client has been told of."""

    def look(self) -> Iterator[Change]:
        """Everything that differs from what the client has been told."""

    def look_at(self, names: Collection[str]) -> Iterator[Change]:
        """The same, when nothing but these documents has changed since the last look."""

    def assume(self, known: Collection[Document]) -> None:
        """The client knows these documents to be in the target, from an earlier stream."""

    def forget(self) -> None:
        """The client knows nothing."""

    def names(self) -> Collection[str]:
        """Full names of the documents the client has been told of."""
