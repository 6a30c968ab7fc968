"""The bucket of issued documents: created once, never replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.domain.invoice import ArchivedDocument


class NotArchived(Exception):
    """There is no such document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """What the archive says of a file, without its content."""

    document: ArchivedDocument  # with an empty hash where somebody else put it there
    content_type: str
    created_at: datetime
    kept_until: datetime | None  # before this nobody can delete it; None: anybody may who may write


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

    def list_files(self, folder: str) -> Iterator[KeptFile]:
        """Every file whose name begins with `folder`. For audits, not for requests."""
        ...
