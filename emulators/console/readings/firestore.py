"""Firestore's shelf: the documents, by name."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from typing import Any

from emulators.console.readings.happening import Happening, Tone, iso, moment
from emulators.console.watching.change import Change
from emulators.firestore.wire import parse_document

_PARTS_BEFORE_PATH = 5  # projects/P/databases/D/documents
_SHOWN_FIELDS_MAX = 4
_SHORT = 24
_DEAD_LETTERS = re.compile(r"dead[-_ ]?letter", re.IGNORECASE)


def path_of(name: str) -> str:
    """`projects/P/databases/D/documents/orders/1` -> `orders/1`."""
    return name.split("/", _PARTS_BEFORE_PATH)[_PARTS_BEFORE_PATH]


def is_for_dead_letters(path: str) -> bool:
    """Whether a collection is called so: that is all one can know of somebody else's."""
    return bool(_DEAD_LETTERS.search(path.rpartition("/")[2]))


def is_document(key: str) -> bool:
    parts = key.split("/", _PARTS_BEFORE_PATH)
    return len(parts) > _PARTS_BEFORE_PATH and parts[4] == "documents"


def fields(document: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in sorted(document.fields.items())}


def document_json(document: Any) -> dict[str, Any]:
    return {
        "name": document.name,
        "path": path_of(document.name),
        "fields": fields(document),
        "created_at": iso(document.create_time.ToDatetime(tzinfo=UTC)),
        "updated_at": iso(document.update_time.ToDatetime(tzinfo=UTC)),
    }


def plain(value: Any) -> Any:
    """As JSON has it; what JSON does not have is text."""
    kind = value.WhichOneof("value_type")
    if kind in {None, "null_value"}:
        return None
    content = getattr(value, kind)
    as_json = _AS_JSON.get(kind)
    return as_json(content) if as_json else content


_AS_JSON: Mapping[str, Callable[[Any], Any]] = {
    "map_value": lambda content: {name: plain(one) for name, one in sorted(content.fields.items())},
    "array_value": lambda content: [plain(one) for one in content.values],
    "timestamp_value": lambda content: content.ToJsonString(),
    "bytes_value": lambda content: base64.b64encode(content).decode(),
    "geo_point_value": lambda content: [content.latitude, content.longitude],
}


def read(change: Change, _: Mapping[str, bytes]) -> Happening | None:
    if not is_document(change.key):
        return None
    tone, verb, note = _what(change)
    path = path_of(change.key)
    at = moment(change)
    if change.is_found and change.value:
        at = parse_document(change.value).update_time.ToDatetime(tzinfo=UTC)
    return Happening(
        at=at,
        service="firestore",
        tone=tone,
        title=f"{path} {verb}",
        note=note,
        page=f"/documents/{path}",
        subject=path,
    )


def _what(change: Change) -> tuple[Tone, str, str]:
    if change.value is None:
        return Tone.QUIET, "deleted", ""
    after = parse_document(change.value).fields
    if change.before is None:
        verb = "found" if change.is_found else "created"
        return Tone.NEW, verb, _told(_scalars(after))
    before = parse_document(change.before).fields
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return Tone.CHANGED, "changed", ", ".join(_difference(before, after, names))


def _difference(before: Any, after: Any, names: Iterable[str]) -> list[str]:
    told = []
    for name in list(names)[:_SHOWN_FIELDS_MAX]:
        old, new = _short(before.get(name)), _short(after.get(name))
        told.append(f"{name}: {old} → {new}" if old and new else name)
    return told


def _scalars(all_fields: Any) -> dict[str, str]:
    """The fields that say most about a new document."""
    wanted = ("status", "type", "outcome", "number_text", "order_id")
    return {name: _short(all_fields[name]) for name in wanted if name in all_fields}


def _told(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items() if value)


def _short(value: Any) -> str:
    """A value that fits into a line, else nothing."""
    if value is None or value.WhichOneof("value_type") not in {
        "string_value",
        "integer_value",
        "boolean_value",
        "double_value",
    }:
        return ""
    text = str(plain(value))
    return text if len(text) <= 2 * _SHORT else ""
