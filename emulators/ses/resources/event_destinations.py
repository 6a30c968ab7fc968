"""Which events of which configuration set go to which topic."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Self

from emulators.ses.content import flag
from emulators.ses.refused import already_exists, bad_request, not_found
from emulators.shelf import Shelf

TYPES = (
    *("SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "OPEN", "CLICK"),
    *("RENDERING_FAILURE", "DELIVERY_DELAY", "SUBSCRIPTION"),
)
PROVISIONED = "events"
_PREFIX = "destination/"


@dataclass(frozen=True, slots=True)
class EventDestination:
    configuration_set: str
    name: str
    is_enabled: bool
    types: tuple[str, ...]
    topic_arn: str

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        fields: dict[str, Any] = json.loads(value)
        return cls(**{**fields, "types": tuple(fields["types"])})

    @property
    def key(self) -> str:
        return f"{_PREFIX}{self.configuration_set}/{self.name}"

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    def as_json(self) -> dict[str, Any]:
        return {
            "Name": self.name,
            "Enabled": self.is_enabled,
            "MatchingEventTypes": list(self.types),
            "SnsDestination": {"TopicArn": self.topic_arn},
        }


class EventDestinations:
    """On the shelf. SES has destinations of other kinds; here SNS is the only one."""

    def __init__(self, shelf: Shelf, has_topic: Callable[[str], bool]) -> None:
        self._shelf = shelf
        self._has_topic = has_topic
        self._held = {
            key: EventDestination.from_bytes(value) for key, value in shelf.items(_PREFIX)
        }

    def of(self, configuration_set: str) -> list[EventDestination]:
        return [one for one in self._held.values() if one.configuration_set == configuration_set]

    def topics_for(self, configuration_set: str, event_type: str) -> list[str]:
        """`event_type` as it stands in an event: `Delivery`, `Rendering Failure`."""
        wanted = event_type.upper().replace(" ", "_")
        found = (one for one in self.of(configuration_set) if one.is_enabled)
        return [one.topic_arn for one in found if wanted in one.types]

    def provision(self, configuration_set: str, topic_arn: str) -> None:
        self._put(EventDestination(configuration_set, PROVISIONED, True, TYPES, topic_arn))

    def add(self, configuration_set: str, name: str, wanted: dict[str, Any]) -> None:
        destination = self._read(configuration_set, name, wanted)
        if destination.key in self._held:
            raise already_exists(f"Event destination {name} already exists.")
        self._put(destination)

    def change(self, configuration_set: str, name: str, wanted: dict[str, Any]) -> None:
        held = self._one(configuration_set, name)
        self._put(self._read(configuration_set, name, {**held.as_json(), **wanted}))

    def drop(self, configuration_set: str, name: str) -> None:
        destination = self._one(configuration_set, name)
        del self._held[destination.key]
        self._shelf.delete(destination.key)

    def forget(self, configuration_set: str) -> None:
        for destination in self.of(configuration_set):
            self.drop(configuration_set, destination.name)

    def _one(self, configuration_set: str, name: str) -> EventDestination:
        found = self._held.get(f"{_PREFIX}{configuration_set}/{name}")
        if found is None:
            raise not_found(f"Event destination {name} does not exist.")
        return found

    def _put(self, destination: EventDestination) -> None:
        self._held[destination.key] = destination
        self._shelf.put(destination.key, destination.to_bytes())

    def _read(self, configuration_set: str, name: str, wanted: dict[str, Any]) -> EventDestination:
        types = tuple(wanted.get("MatchingEventTypes") or ())
        if not types or not set(types) <= set(TYPES):
            raise bad_request(f"MatchingEventTypes needs some of {', '.join(TYPES)}.")
        topic_arn = wanted.get("SnsDestination", {}).get("TopicArn")
        if topic_arn is None:
            raise bad_request("This SES publishes to an SnsDestination only.")
        if not self._has_topic(topic_arn):
            raise bad_request(f"SNS topic <{topic_arn}> not found.")
        is_enabled = flag(wanted, "Enabled", default=False)
        return EventDestination(configuration_set, name, is_enabled, types, topic_arn)
