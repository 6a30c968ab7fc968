"""The Stripe twin's shelf: API objects, events, and how far their delivery is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from emulators.console.readings.happening import Happening, Tone, moment
from emulators.console.watching.change import Change

Present = Mapping[str, bytes]
_THIN = "v2.core.event"
_SHOWN_MAX, _SHORT = 4, 40


def is_object(kind: str, value: Mapping[str, Any]) -> bool:
    """Whether it is an object of the API, not a note of the twin's own."""
    return value.get("object") == kind and kind != _THIN


def parse(value: bytes) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(value)["value"]
    return parsed


def objects(present: Present, kind: str) -> Iterator[dict[str, Any]]:
    """Newest first."""
    prefix = f"{kind}/"
    keys = [key for key in present if key.startswith(prefix)]
    parsed = [json.loads(present[key]) for key in keys]
    parsed.sort(key=lambda entry: int(entry["place"]), reverse=True)
    yield from (entry["value"] for entry in parsed)


def kinds(present: Present) -> dict[str, int]:
    """How many objects there are of each kind, but for events."""
    counts: dict[str, int] = {}
    shown: dict[str, bool] = {}
    for key in present:
        kind = key.partition("/")[0]
        if kind not in shown:
            shown[kind] = kind != "event" and is_object(kind, parse(present[key]))
        if shown[kind]:
            counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items()))


def find(present: Present, object_id: str) -> dict[str, Any] | None:
    for key in present:
        kind, _, own_id = key.partition("/")
        if own_id == object_id:
            parsed = parse(present[key])
            if is_object(kind, parsed):
                return parsed
    return None


def deliveries(present: Present, event_id: str) -> dict[str, Any]:
    """Endpoint -> status, failed attempts and the last answer."""
    value = present.get(f"delivery/{event_id}")
    return parse(value) if value else {}


def read(change: Change, _present: Present) -> Happening | None:
    kind, _, own_id = change.key.partition("/")
    value = parse(change.value or change.before or b"")
    if kind == "delivery":
        return _delivery(change, own_id, value)
    if not is_object(kind, value):
        return None
    if kind == "event":
        return _event(change, value)
    return _object(change, kind, value)


def _event(change: Change, event: Mapping[str, Any]) -> Happening | None:
    if change.value is None or change.before is not None:
        return None
    return Happening(
        at=_created(event) if change.is_found else moment(change),
        service="stripe",
        tone=Tone.NEW,
        title=f"event {event['type']}",
        note=event["id"],
        page=f"/events/{event['id']}",
        subject=event["id"],
    )


def _delivery(change: Change, event_id: str, states: Mapping[str, Any]) -> Happening | None:
    answers = [state for state in states.values() if state["answer"]]
    is_news = change.value is not None and not change.is_found
    if not answers or not is_news or event_id.startswith("evt_test_"):
        return None
    is_told = all(state["status"] == "succeeded" for state in states.values())
    word = "delivered" if is_told else "not delivered"
    return Happening(
        at=moment(change),
        service="stripe",
        tone=Tone.DONE if is_told else Tone.BAD,
        title=f"webhook {word}: {', '.join(str(state['answer']) for state in answers)}",
        note=event_id,
        page=f"/events/{event_id}",
        subject=f"delivery/{event_id}",
    )


def _object(change: Change, kind: str, value: Mapping[str, Any]) -> Happening:
    verb, tone, note = "created", Tone.NEW, str(value.get("status") or "")
    if change.value is None:
        verb, tone = "deleted", Tone.QUIET
    elif change.before is not None:
        verb, tone, note = "changed", Tone.CHANGED, _difference(parse(change.before), value)
    own_id = str(value.get("id", ""))
    return Happening(
        at=_created(value) if change.is_found else moment(change),
        service="stripe",
        tone=tone,
        title=f"{kind.replace('_', ' ')} {verb}",
        note=f"{own_id} · {note}" if note else own_id,
        page=f"/stripe/{own_id}",
        subject=own_id,
    )


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    names = [name for name in after if before.get(name) != after[name]]
    told = []
    for name in names[:_SHOWN_MAX]:
        old, new = before.get(name), after[name]
        is_short = isinstance(new, str) and len(new) <= _SHORT
        told.append(f"{name}: {old} → {new}" if is_short else name)
    return ", ".join(told)


def _created(value: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(value.get("created") or 0), UTC)
