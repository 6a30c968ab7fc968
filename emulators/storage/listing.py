"""One page of a bucket's objects, folded into prefixes where a delimiter asks for it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from emulators.storage.globs import glob_matcher
from emulators.storage.refusals import invalid, not_served
from emulators.storage.resources import StoredObject

PAGE_MAX = 1000

_Key = tuple[str, int]
# A name and a generation; a prefix has generation 0, so it stands before an object of its name.
_FIRST: _Key = ("", -1)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """`after` is the last entry of the page before; offsets are inclusive and exclusive."""

    prefix: str = ""
    delimiter: str = ""
    start_offset: str = ""
    end_offset: str = ""
    match_glob: str = ""
    has_trailing: bool = False
    has_versions: bool = False
    is_soft_deleted: bool = False
    after: _Key = _FIRST
    limit: int = PAGE_MAX

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        if query.get("filter"):
            raise not_served("The parameter filter is not served.")
        read = cls(
            prefix=query.get("prefix", ""),
            delimiter=query.get("delimiter", ""),
            start_offset=query.get("startOffset", ""),
            end_offset=query.get("endOffset", ""),
            match_glob=query.get("matchGlob", ""),
            has_trailing=flag(query, "includeTrailingDelimiter"),
            has_versions=flag(query, "versions"),
            is_soft_deleted=flag(query, "softDeleted"),
            after=_read_key(query.get("pageToken", "")),
            limit=read_limit(query),
        )
        if read.has_versions and read.is_soft_deleted:
            raise invalid("The parameters versions and softDeleted exclude each other.")
        if read.match_glob and read.delimiter not in {"", "/"}:
            raise invalid("With matchGlob the delimiter can only be '/'.")
        return read


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
        prefixes=tuple(key[0] for key, found in on_page if found is None),
        next_token=_write_key(on_page[-1][0]) if len(entries) > query.limit else None,
    )


def _entries(
    stored: Iterable[StoredObject], query: ListQuery
) -> Iterator[tuple[_Key, StoredObject | None]]:
    """Yield the objects, and the prefixes without one, in ascending order."""
    last_prefix = None
    for found in sorted(_wanted(stored, query), key=_key):
        folded = _folded(found.name, query)
        if folded is None:
            yield _key(found), found
            continue
        if folded != last_prefix:
            last_prefix = folded
            yield (folded, 0), None
        if query.has_trailing and found.name == folded:
            yield _key(found), found


def _wanted(stored: Iterable[StoredObject], query: ListQuery) -> Iterator[StoredObject]:
    matches = glob_matcher(query.match_glob) if query.match_glob else None
    for found in stored:
        if (
            _is_in_state(found, query)
            and _is_in_range(found.name, query)
            and (matches is None or matches(found.name))
        ):
            yield found


def _is_in_state(stored: StoredObject, query: ListQuery) -> bool:
    if query.is_soft_deleted or stored.is_soft_deleted:
        return query.is_soft_deleted and stored.is_soft_deleted
    return query.has_versions or stored.is_live


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


def _key(stored: StoredObject) -> _Key:
    return stored.name, stored.generation


def flag(query: Mapping[str, str], name: str) -> bool:
    value = query.get(name, "false").lower()
    if value not in {"true", "false"}:
        raise invalid(f"Invalid value for {name}: '{query[name]}'")
    return value == "true"


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


def _read_key(token: str) -> _Key:
    if not token:
        return _FIRST
    generation, _, name = read_token(token).partition("/")
    if not generation.isdigit():
        raise invalid(f"Invalid value for pageToken: '{token}'")
    return name, int(generation)


def _write_key(key: _Key) -> str:
    return write_token(f"{key[1]}/{key[0]}")
