"""The names of all events, as of the pinned API version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.values import Raw, Text

_KNOWN: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("event_types.json").read_text("utf-8")
)
SNAPSHOT = frozenset(_KNOWN["snapshot"])
THIN = frozenset(_KNOWN["thin"])
"""`v1.*` are told beside a snapshot event, `v2.*` alone."""
ALL = "*"


@dataclass(frozen=True, slots=True)
class EventType:
    """A name to listen for, or `*`."""

    known: frozenset[str]

    def read(self, raw: Raw, at: str) -> str:
        value = Text().read(raw, at) or ""
        if value != ALL and value not in self.known:
            raise errors.invalid(f"Invalid {at}: {value} is not a type of event.", at)
        return value


def thin_type(snapshot_type: str) -> str | None:
    """What a thin destination calls such an event; None: it is not told there."""
    name = f"v1.{snapshot_type}"
    return name if name in THIN else None


def related(thin: str, subject: JsonObject) -> JsonObject | None:
    """Where to read what the event is about."""
    kind = str(subject["object"])
    address = f"/v1/{kind.replace('.', '/')}"
    if thin in _KNOWN["thin_of_singletons"]:
        owner = subject.get("customer")
        return {"type": kind, "url": f"/v1/customers/{owner}/{kind}" if owner else address}
    if thin in _KNOWN["thin_without_related_object"] or "id" not in subject:
        return None
    return {"id": subject["id"], "type": kind, "url": f"{address}s/{subject['id']}"}
