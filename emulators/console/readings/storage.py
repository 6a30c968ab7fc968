"""Cloud Storage's shelf: buckets, objects, and what is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from emulators.console.letters import size
from emulators.console.readings.happening import Happening, Tone, moment
from emulators.console.watching.change import Change

Present = Mapping[str, bytes]
_BUCKET, _OBJECT, _CONTENT = "bucket/", "object/", "content/"


def buckets(present: Present) -> list[dict[str, Any]]:
    found = (json.loads(present[key]) for key in present if key.startswith(_BUCKET))
    return sorted((one for one in found if not one["soft_deleted_at"]), key=lambda one: one["name"])


def objects(present: Present, bucket: str) -> Iterator[dict[str, Any]]:
    """The live ones, newest first."""
    for key in reversed(list(present)):
        if key.startswith(_OBJECT):
            stored = json.loads(present[key])
            if stored["bucket"] == bucket and is_live(stored):
                yield stored


def is_live(stored: Mapping[str, Any]) -> bool:
    return not (stored["noncurrent_at"] or stored["soft_deleted_at"])


def content(present: Present, generation: str) -> bytes | None:
    return present.get(_CONTENT + generation)


def stored_object(present: Present, generation: str) -> dict[str, Any] | None:
    value = present.get(_OBJECT + generation)
    return None if value is None else json.loads(value)


def read(change: Change, _: Present) -> Happening | None:
    if not change.key.startswith(_OBJECT):
        return None
    stored = json.loads(change.value or change.before or b"")
    verb, tone = _what(change, stored)
    return Happening(
        at=datetime.fromisoformat(stored["created_at"]) if change.is_found else moment(change),
        service="storage",
        tone=tone,
        title=f"{stored['name']} {verb}",
        note=f"{stored['bucket']} · {size(stored['size'])}",
        page=f"/objects/{stored['bucket']}?object={stored['generation']}",
        subject=f"{stored['bucket']}/{stored['name']}",
    )


def _what(change: Change, stored: Mapping[str, Any]) -> tuple[str, Tone]:
    if change.value is None or not is_live(stored):
        return "deleted", Tone.QUIET
    return ("stored", Tone.NEW) if change.before is None else ("changed", Tone.CHANGED)
