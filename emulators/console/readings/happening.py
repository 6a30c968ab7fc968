"""A change as a sentence: what happened, when, to what, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from emulators.console.watching.change import Change


class Tone(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    DONE = "done"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    at: datetime
    service: str
    tone: Tone
    title: str
    note: str = ""
    page: str
    """The path below `/console` of what it happened to."""
    subject: str
    """The same for all that happens to one thing."""

    def as_json(self) -> dict[str, Any]:
        return {
            "at": iso(self.at),
            "service": self.service,
            "tone": self.tone,
            "title": self.title,
            "note": self.note,
            "page": self.page,
            "subject": self.subject,
        }


def moment(change: Change) -> datetime:
    """When it was seen."""
    return datetime.fromtimestamp(change.at_ns / 1e9, UTC)


def iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def last(name: str) -> str:
    """`projects/p/topics/t` -> `t`."""
    return name.rpartition("/")[2]
