"""Resource names: `projects/P/databases/D/documents/COLLECTION/ID/...`, checked as they come in."""

from __future__ import annotations

import re
from functools import lru_cache

from emulators.firestore.refusals import invalid
from emulators.firestore.values.field_path import is_reserved

ID_BYTES_MAX = 1500
_DATABASE = re.compile(r"projects/[^/]+/databases/[^/]+")
_UNDER_DATABASE = re.compile(rf"({_DATABASE.pattern})/documents(?:/(.*))?", re.DOTALL)


def check_database_name(name: str) -> str:
    if not _DATABASE.fullmatch(name):
        raise invalid(f'Database name "{name}" is not projects/*/databases/*.')
    return name


@lru_cache(maxsize=16384)
def database_of_document(name: str) -> str:
    """The database a document name belongs to; refuses what does not name a document."""
    database, ids = _split(name, "Document name")
    if not ids or len(ids) % 2:
        raise invalid(f'Document name "{name}" does not name a document: it needs an even path.')
    for position, each in enumerate(ids):
        check_id(each, "Resource" if position % 2 else "Collection")
    return database


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
        raise invalid(f'{what} "{name}" is not projects/*/databases/*/documents/*.')
    return match[1], match[2].split("/") if match[2] else []
