"""What belongs to one id: where it stands, and where the ids stand that belong to it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulators.console.following.identifiers import kind_of
from emulators.console.following.story import Entry, Story

ENTRIES_MAX = 2_000
_STEPS_MAX = 3
_RELATED_MAX = 40


@dataclass(frozen=True, slots=True)
class Journey:
    followed: str
    entries: list[Entry]
    """By time."""
    own: frozenset[str]
    """The ids that stand nowhere but in this journey."""

    def as_json(self) -> dict[str, Any]:
        causes = _causes(self.entries, self.own)
        return {
            "followed": self.followed,
            "entries": [
                {**entry.as_json(), "cause": causes.get(entry.number)} for entry in self.entries
            ],
            "related": self._related(),
        }

    def _related(self) -> list[dict[str, Any]]:
        counts = Counter(one for entry in self.entries for one in entry.ids)
        del counts[self.followed]
        return [
            {"id": one, "count": count, "is_own": one in self.own}
            for one, count in sorted(
                counts.items(), key=lambda item: (item[0] not in self.own, -item[1])
            )
        ][:_RELATED_MAX]


def follow(story: Story, wanted: str) -> Journey:
    """Follow an id; any other text is searched for."""
    found = {entry.number: entry for entry in story.of(wanted)} or _search(story, wanted)
    begun_at = min((entry.happening.at for entry in found.values()), default=None)
    own = {wanted}
    fresh = list(found.values())
    for _ in range(_STEPS_MAX):
        ids = {one for entry in fresh for one in entry.ids} - own
        mine = {
            one for one in ids if _belongs(one, wanted, list(story.of(one)), found.keys(), begun_at)
        }
        own |= mine
        near = (entry for one in mine for entry in story.of(one))
        fresh = [entry for entry in near if entry.number not in found]
        found.update((entry.number, entry) for entry in fresh)
        if not fresh or len(found) > ENTRIES_MAX:
            break
    entries = sorted(found.values(), key=lambda entry: (entry.happening.at, entry.number))
    return Journey(wanted, entries[:ENTRIES_MAX], frozenset(own))


def _belongs(
    identifier: str,
    followed: str,
    entries: Sequence[Entry],
    found: Container[int],
    begun_at: datetime | None,
) -> bool:
    """Whether an id that was met is the followed one's alone.

    It is not if it is older, if most of its life lies elsewhere, or if it stands anywhere beside
    another id of the followed one's kind.
    """
    kind = kind_of(followed)
    if kind_of(identifier) == kind or begun_at is None:
        return False
    if min(entry.happening.at for entry in entries) < begun_at:
        return False
    if 2 * sum(entry.number in found for entry in entries) < len(entries):
        return False
    beside = {one for entry in entries for one in entry.ids} - {followed}
    return not any(kind_of(one) == kind for one in beside)


def _search(story: Story, wanted: str) -> dict[int, Entry]:
    """Any words, in titles, notes and ids."""
    words = wanted.casefold()
    return {
        entry.number: entry
        for entry in story.all()
        if words in f"{entry.happening.title} {entry.happening.note}".casefold()
        or any(words in one.casefold() for one in entry.ids)
    }


def _causes(entries: Iterable[Entry], own: frozenset[str]) -> dict[int, int]:
    """For each entry the newest one before it that brought up an id which it holds."""
    brought_by: dict[str, int] = {}
    causes: dict[int, int] = {}
    for entry in entries:
        ids = [one for one in entry.ids if one in own]
        known = [brought_by[one] for one in ids if one in brought_by]
        if known:
            causes[entry.number] = max(known)
        for one in ids:
            brought_by.setdefault(one, entry.number)
    return causes
