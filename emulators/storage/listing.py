"""One page of a bucket's objects, folded into prefixes where a delimiter asks for it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from emulators.storage.refusals import invalid, not_served
from emulators.storage.resources import StoredObject

PAGE_MAX = 1000
_NOT_SERVED = ("matchGlob", "softDeleted", "filter")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """`after` is the last entry of the page before; offsets are inclusive and exclusive."""

    prefix: str
    delimiter: str
    start_offset: str
    end_offset: str
    has_trailing: bool
    after: str
    limit: int

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        for name in _NOT_SERVED:
            if query.get(name, "").lower() not in {"", "false"}:
                raise not_served(f"The parameter {name} is not served.")
        return cls(
            prefix=query.get("prefix", ""),
            delimiter=query.get("delimiter", ""),
            start_offset=query.get("startOffset", ""),
            end_offset=query.get("endOffset", ""),
            has_trailing=query.get("includeTrailingDelimiter", "").lower() == "true",
            after=read_token(query.get("pageToken", "")),
            limit=read_limit(query),
        )


@dataclass(frozen=True, slots=True)
class Page:
    objects: tuple[StoredObject, ...]
    prefixes: tuple[str, ...]
    next_token: str | None


def list_objects(stored: Iterable[StoredObject], query: ListQuery) -> Page:
    entries = [entry for entry in _entries(stored, query) if entry[0] > query.after]
    on_page = entries[: query.limit]
    return Page(
        objects=tuple(found for _, found in on_page if found is not None),
        prefixes=tuple(name for name, found in on_page if found is None),
        next_token=write_token(on_page[-1][0]) if len(entries) > query.limit else None,
    )


def _entries(
    stored: Iterable[StoredObject], query: ListQuery
) -> Iterator[tuple[str, StoredObject | None]]:
    """Yield names with their objects and prefixes without, in ascending order."""
    last_prefix = None
    for found in sorted(stored, key=lambda found: found.name):
        if not _is_in_range(found.name, query):
            continue
        folded = _folded(found.name, query)
        if folded is None:
            yield found.name, found
            continue
        if folded != last_prefix:
            last_prefix = folded
            yield folded, None
        if query.has_trailing and found.name == folded:
            yield found.name, found


def _is_in_range(name: str, query: ListQuery) -> bool:
    return (
        name.startswith(query.prefix)
        and name >= query.start_offset
        and (not query.end_offset or name < query.end_offset)
    )


def _folded(name: str, query: ListQuery) -> str | None:
    """Return the prefix up to the first delimiter after the one asked for, if there is one."""
    if not query.delimiter:
        return None
    end = name.find(query.delimiter, len(query.prefix))
    return None if end < 0 else name[: end + len(query.delimiter)]


def read_limit(query: Mapping[str, str]) -> int:
    asked = query.get("maxResults", str(PAGE_MAX))
    if not asked.isdigit() or int(asked) == 0:
        raise invalid(f"Invalid value for maxResults: '{asked}'")
    return min(int(asked), PAGE_MAX)


def read_token(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid(f"Invalid value for pageToken: '{token}'") from error


def write_token(last_entry: str) -> str:
    return base64.urlsafe_b64encode(last_entry.encode()).decode()
