"""The resources that a call is about, to match a fault's pattern against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_DEPTH_MAX = 3  # a commit names its documents in `writes[].update.name`


def resource_names(message: Any) -> list[str]:
    """Every full resource name (`projects/...`) in a protobuf message, from the outside in."""
    return list(dict.fromkeys(_names(message, _DEPTH_MAX)))


def _names(message: Any, depth: int) -> Iterator[str]:
    for field, content in message.ListFields():
        values = content if field.is_repeated else (content,)
        if field.type == field.TYPE_STRING:
            yield from (value for value in values if value.startswith("projects/"))
        elif field.type == field.TYPE_MESSAGE and depth > 1 and not _is_map(field):
            for value in values:
                yield from _names(value, depth - 1)


def _is_map(field: Any) -> bool:
    return bool(field.message_type.GetOptions().map_entry)
