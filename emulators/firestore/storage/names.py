"""Resource names: `projects/P/databases/D/documents/COLLECTION/ID/...`, checked as they come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from emulators.firestore.values.field_path import is_reserved
from emulators.google_apis.refused import Refused, invalid

ID_BYTES_MAX = 1500
NAME_BYTES_MAX = 6 * 1024
COLLECTION_DEPTH_MAX = 100
_DATABASE = re.compile(r"projects/[^/]+/databases/[^/]+")
_DATABASE_PARTS = ("projects", "databases")
_UNDER_DATABASE = re.compile(rf"({_DATABASE.pattern})/documents(?:/(.*))?", re.DOTALL)


def check_database_name(name: str) -> str:
    if not _DATABASE.fullmatch(name):
        raise _lacks("Database name", name, _DATABASE_PARTS)
    return name


@lru_cache(maxsize=2048)
def database_of_document(name: str) -> str:
    """The database a document name belongs to; refuses what does not name a document."""
    database, ids = _split(name, "Document name")
    if not ids or len(ids) % 2:
        raise invalid(f'Document name "{name}" lacks "/" at index {len(name)}.')
    for position, each in enumerate(ids):
        check_id(each, "Resource" if position % 2 else "Collection")
    if len(ids) // 2 > COLLECTION_DEPTH_MAX:
        raise invalid(f"Subcollections can be nested at most {COLLECTION_DEPTH_MAX} deep.")
    if len("/".join(ids).encode()) > NAME_BYTES_MAX:
        raise invalid(f"Document name is longer than {NAME_BYTES_MAX} bytes.")
    return database


def is_document_name(key: str) -> bool:
    """Whether a key of the shelf names a document, not an index or a field."""
    return key.split("/", 5)[4] == "documents"


def check_document_name(name: str, database: str) -> None:
    if database_of_document(name) != database:
        raise invalid(f'Document name "{name}" is not in the database "{database}".')


def database_of_parent(parent: str) -> str:
    """The database of a query's parent: its root (`.../documents`) or one of its documents."""
    database, ids = _split(parent, "Document parent name")
    return database_of_document(parent) if ids else database


def check_id(each: str, kind: str) -> None:
    """`kind` is Collection or Resource, for the message."""
    if not each:
        raise invalid(f"{kind} id is the empty string.")
    if each in {".", ".."}:
        raise invalid(f'{kind} id "{each}" is not allowed.')
    if "/" in each:
        raise invalid(f'{kind} id "{each}" is invalid because it contains "/".')
    if is_reserved(each):
        raise invalid(f'{kind} id "{each}" is invalid because it is reserved.')
    if len(each.encode()) > ID_BYTES_MAX:
        raise invalid(f"The key path element name is longer than {ID_BYTES_MAX} bytes.")


def collection_of(name: str) -> str:
    """The collection a document lies in, as a full name."""
    return name.rpartition("/")[0]


def last_id(name: str) -> str:
    return name.rpartition("/")[2]


def _split(name: str, what: str) -> tuple[str, list[str]]:
    match = _UNDER_DATABASE.fullmatch(name)
    if match is None:
        raise _lacks(what, name, (*_DATABASE_PARTS, "documents"))
    return match[1], match[2].split("/") if match[2] else []


def _lacks(what: str, name: str, parts: Sequence[str]) -> Refused:
    """Where the name ceases to be `parts`, each but the last followed by an ID."""
    position = 0
    for part in parts:
        if not name.startswith(part, position):
            return invalid(f'{what} "{name}" lacks "{part}" at index {position}.')
        position += len(part)
        id_end = name.find("/", position + 1)
        if name[position : position + 1] != "/" or id_end < 0:
            return invalid(f'{what} "{name}" lacks "/" at index {max(position, len(name))}.')
        position = id_end + 1
    return invalid(f'{what} "{name}" has more than it needs at index {position - 1}.')
