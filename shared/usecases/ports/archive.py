"""The bucket of issued documents: created once, never replaced."""

from __future__ import annotations

from typing import Protocol

from shared.domain.invoice import ArchivedDocument


class NotArchived(Exception):
    """There is no such document."""


class Archive(Protocol):
    def create(self, name: str, content: bytes, content_type: str) -> ArchivedDocument:
        """Store `content`, or find what was stored first under this name: the first one wins.

        The answer describes what lies in the archive now. `Unavailable` when nobody knows.
        """
        ...

    def read(self, name: str) -> bytes:
        """The content; `NotArchived` or `Unavailable`."""
        ...

    def describe(self, name: str) -> ArchivedDocument | None: ...
