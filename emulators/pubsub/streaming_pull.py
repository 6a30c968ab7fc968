"""One open StreamingPull: messages out as they come, acknowledgements and deadlines in."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

from google.pubsub_v1 import types

from emulators.clock import Clock
from emulators.pubsub.ack_ids import change_deadline, require_ack_id, require_deadline
from emulators.pubsub.lease import Ending, Lease
from emulators.pubsub.pull import received, require_pullable
from emulators.pubsub.refusals import invalid
from emulators.pubsub.subscription import RESPONSE_BYTES_MAX, Subscription

HEARTBEAT_INTERVAL = timedelta(seconds=30)
MESSAGES_PER_RESPONSE_MAX = 500
DEADLINE_SECONDS_MIN = 10


class StreamingPull:
    """Flow control counts what this stream has out: leases not ended yet, and their bytes."""

    def __init__(self, subscription: Subscription, first: Any, clock: Clock) -> None:
        self._subscription = subscription
        self._clock = clock
        self._messages_max = _limit(first.max_outstanding_messages)
        self._bytes_max = _limit(first.max_outstanding_bytes)
        self._wants_heartbeats = first.protocol_version >= 1
        self._messages_out = 0
        self._bytes_out = 0
        self._stirred = asyncio.Event()
        self._next_heartbeat_at = clock.now() + HEARTBEAT_INTERVAL
        self._ack_deadline = timedelta()
        self._set_ack_deadline(first.stream_ack_deadline_seconds)
        self._obey(first)

    async def responses(self, requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield until the client closes its side or the subscription goes away."""
        reading = asyncio.create_task(self._read(requests))
        reading.add_done_callback(lambda _: self._stirred.set())
        unwatch = self._subscription.watch(self._stirred.set)
        try:
            while not reading.done():
                require_pullable(self._subscription)
                response = self._response()
                if response is None:
                    await self._pause()
                else:
                    yield response
            reading.result()
        finally:
            reading.cancel()
            unwatch()

    async def _pause(self) -> None:
        """Wait for a message, for room to send one, for the client, or for the next heartbeat."""
        cancel_timer = self._clock.call_at(self._next_heartbeat_at, self._stirred.set)
        try:
            await self._stirred.wait()
            self._stirred.clear()
        finally:
            cancel_timer()

    def _response(self) -> Any | None:
        leases = self._take()
        heartbeat_is_due = self._clock.now() >= self._next_heartbeat_at
        if leases or heartbeat_is_due:
            self._next_heartbeat_at = self._clock.now() + HEARTBEAT_INTERVAL
        if not leases and not (heartbeat_is_due and self._wants_heartbeats):
            return None
        response = types.StreamingPullResponse.pb()(
            received_messages=[received(self._subscription, lease) for lease in leases]
        )
        ordered = self._subscription.settings.ordered
        response.subscription_properties.message_ordering_enabled = ordered
        return response

    def _take(self) -> list[Lease]:
        messages_room = self._messages_max - self._messages_out
        bytes_room = self._bytes_max - self._bytes_out
        if messages_room <= 0 or bytes_room <= 0:
            return []
        leases = self._subscription.take(
            min(messages_room, MESSAGES_PER_RESPONSE_MAX),
            self._ack_deadline,
            min(bytes_room, RESPONSE_BYTES_MAX),
        )
        for lease in leases:
            self._messages_out += 1
            self._bytes_out += lease.unacked.message.size
            lease.ended = partial(self._give_room, lease)
        return leases

    def _give_room(self, lease: Lease, _: Ending) -> None:
        self._messages_out -= 1
        self._bytes_out -= lease.unacked.message.size
        self._stirred.set()

    async def _read(self, requests: AsyncIterator[Any]) -> None:
        async for request in requests:
            if request.subscription or request.max_outstanding_messages:
                raise invalid("Only the first request of a stream names these settings.")
            if request.stream_ack_deadline_seconds:
                self._set_ack_deadline(request.stream_ack_deadline_seconds)
            self._obey(request)

    def _set_ack_deadline(self, seconds: int) -> None:
        require_deadline(seconds)
        if seconds < DEADLINE_SECONDS_MIN:
            raise invalid(f"stream_ack_deadline_seconds must be {DEADLINE_SECONDS_MIN} or more.")
        self._ack_deadline = timedelta(seconds=seconds)

    def _obey(self, request: Any) -> None:
        """Do what the request says about earlier messages; an empty one is a heartbeat."""
        if len(request.modify_deadline_ack_ids) != len(request.modify_deadline_seconds):
            raise invalid("modify_deadline_ack_ids and modify_deadline_seconds differ in length.")
        for ack_id in request.ack_ids:
            require_ack_id(ack_id)
            self._subscription.acknowledge(ack_id)
        changes = zip(request.modify_deadline_ack_ids, request.modify_deadline_seconds, strict=True)
        for ack_id, seconds in changes:
            require_ack_id(ack_id)
            require_deadline(seconds)
            change_deadline(self._subscription, ack_id, seconds)


def _limit(asked: int) -> int:
    """Zero and less mean no limit."""
    return asked if asked > 0 else sys.maxsize
