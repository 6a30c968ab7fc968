"""Thin events: that something happened and where to read it, without what it was."""

from __future__ import annotations

from datetime import UTC, datetime

from emulators.stripe.delivery import event_types
from emulators.stripe.store import JsonObject

KIND = "v2.core.event"
_ONLY_WHEN_FETCHED = ("changes", "snapshot_event")


def beside(snapshot: JsonObject, event_id: str, name: str, now: datetime) -> JsonObject:
    """The thin event `name` for a snapshot event."""
    subject = snapshot["data"]["object"]
    before = snapshot["data"].get("previous_attributes")
    changes = None
    if before is not None:
        changes = {"after": {key: subject.get(key) for key in before}, "before": before}
    return {
        **_event(event_id, name, now, event_types.related(name, subject)),
        "changes": changes,
        "reason": _reason(snapshot["request"]),
        "snapshot_event": snapshot["id"],
    }


def ping(event_id: str, destination: JsonObject, now: datetime) -> JsonObject:
    kind, key = destination["object"], destination["id"]
    place = {"id": key, "type": kind, "url": f"/v2/core/event_destinations/{key}"}
    return _event(event_id, f"{kind}.ping", now, place)


def notification(event: JsonObject) -> JsonObject:
    """What is sent: the event without what must be fetched."""
    return {name: value for name, value in event.items() if name not in _ONLY_WHEN_FETCHED}


def instant(at: datetime) -> str:
    """As every time in API v2: RFC 3339, UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _event(event_id: str, name: str, now: datetime, place: JsonObject | None) -> JsonObject:
    event: JsonObject = {
        "id": event_id,
        "object": KIND,
        "changes": None,
        "context": None,
        "created": instant(now),
        "livemode": False,
        "reason": None,
        "snapshot_event": None,
        "type": name,
    }
    return event if place is None else {**event, "related_object": place}


def _reason(request: JsonObject) -> JsonObject | None:
    if request["id"] is None:
        return None
    told = {"id": request["id"], "idempotency_key": request["idempotency_key"] or ""}
    return {"type": "request", "request": told}
