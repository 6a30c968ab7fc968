"""What the inbox says of a message: names, times and sizes as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from typing import Any

_VIEWS = {"html": "HTML", "text": "Text", "headers": "Headers", "source": "Source"}
_KILO = 1000


def listed(messages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_in_list(message) for message in messages]


def shown(message: dict[str, Any], view: str | None) -> dict[str, Any]:
    """A message with its views; one that it does not have falls back to the first it has."""
    absent = {name for name in ("html", "text") if message[name] is None}
    views = [(name, title) for name, title in _VIEWS.items() if name not in absent]
    parts = [part for part in message["attachments"] if not part["inline"]]
    return {
        "message": {**message, "sent_at_text": instant(message["sent_at"])},
        "attachments": [_named(part) for part in parts],
        "views": views,
        "view": view if view in dict(views) else views[0][0],
    }


def instant(text: str) -> str:
    """`2026-11-22T09:30:00.000Z` -> `22 Nov 2026, 09:30 UTC`."""
    return datetime.fromisoformat(text).strftime("%-d %b %Y, %H:%M UTC")


def size(count: int) -> str:
    if count < _KILO:
        return f"{count} B"
    if count < _KILO**2:
        return f"{count / _KILO:.0f} kB"
    return f"{count / _KILO**2:.1f} MB"


def _in_list(message: dict[str, Any]) -> dict[str, Any]:
    name, address = parseaddr(message["from"])
    to = ", ".join(message["to"])
    return {
        **message,
        "sender": name or address,
        "initial": to[:1].upper(),
        "to": to,
        "sent_at_text": instant(message["sent_at"]),
    }


def _named(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "n": part["n"],
        "name": part["filename"] or part["content_type"],
        "size_text": size(part["size"]),
    }
