"""Tells Pub/Sub topics what happens to objects."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from emulators.clock.clock import Clock
from emulators.storage.events import Event
from emulators.storage.object_view import object_resource

Publish = Callable[[str, bytes, Mapping[str, str]], Awaitable[None]]
# Topic (`projects/P/topics/T`), data, attributes; returns once Pub/Sub has the message.

TOPIC_SERVICE = "//pubsub.googleapis.com/"
WITH_RESOURCE = "JSON_API_V1"
_ATTEMPTS_MAX = 8
_FIRST_DELAY = timedelta(seconds=1)
_log = logging.getLogger(__name__)


class Notifier:
    """Publishes in the background; the request that changed the object does not wait.

    `base_url` is what links in the published resources begin with.
    """

    def __init__(self, *, clock: Clock, publish: Publish | None) -> None:
        self.base_url = ""
        self._clock = clock
        self._publish = publish
        self._under_way: set[asyncio.Task[None]] = set()

    def announce(self, event: Event) -> None:
        """Publish to every topic of the bucket that wants such an event."""
        if self._publish is None:
            return
        for notification in event.bucket.notifications:
            if _wants(notification, event):
                topic = str(notification["topic"]).removeprefix(TOPIC_SERVICE)
                attributes = _attributes(notification, event)
                data = self._data(notification, event)
                task = asyncio.get_running_loop().create_task(
                    self._deliver(self._publish, topic, data, attributes)
                )
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def settle(self) -> None:
        """Wait until everything announced so far is published or given up."""
        await asyncio.gather(*self._under_way)

    async def stop(self) -> None:
        """Drop what could not be published yet."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _deliver(
        self, publish: Publish, topic: str, data: bytes, attributes: Mapping[str, str]
    ) -> None:
        """Try again, ever later, while the topic does not take it."""
        for attempt in range(_ATTEMPTS_MAX):
            try:
                await publish(topic, data, attributes)
            except Exception:  # noqa: BLE001 - whatever it is, it is tried again
                _log.exception("%s did not take a notification", topic)
            else:
                return
            await self._clock.wait_until(self._clock.now() + _FIRST_DELAY * 2**attempt)

    def _data(self, notification: Mapping[str, Any], event: Event) -> bytes:
        if notification["payload_format"] != WITH_RESOURCE:
            return b""
        resource = object_resource(event.stored, event.bucket, self.base_url)
        return json.dumps(resource, indent=2).encode()


def _wants(notification: Mapping[str, Any], event: Event) -> bool:
    types = notification.get("event_types")
    return (not types or event.type in types) and event.stored.name.startswith(
        notification.get("object_name_prefix", "")
    )


def _attributes(notification: Mapping[str, Any], event: Event) -> dict[str, str]:
    config = f"projects/_/buckets/{event.bucket.name}/notificationConfigs/{notification['id']}"
    return {
        **notification.get("custom_attributes", {}),
        "notificationConfig": config,
        "eventType": event.type,
        "payloadFormat": notification["payload_format"],
        "bucketId": event.bucket.name,
        "objectId": event.stored.name,
        "objectGeneration": str(event.stored.generation),
        "eventTime": event.happened_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        **event.related,
    }
