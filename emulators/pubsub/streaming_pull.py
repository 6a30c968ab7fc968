"""One open StreamingPull: messages out as they come, acknowledgements and deadlines in."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from google.pubsub_v1 import types

from emulators.clock.clock import Clock
from emulators.google_apis.refused import invalid
from emulators.pubsub.ack_ids import (
    DEADLINE_SECONDS_MAX,
    Outcome,
    acknowledge,
    change_deadlines,
)
from emulators.pubsub.lease import Ending, Lease
from emulators.pubsub.pull import received, require_pullable
from emulators.pubsub.subscription import RESPONSE_BYTES_MAX, Subscription
from emulators.pubsub.wire import Encoded, streaming_pull_response

HEARTBEAT_INTERVAL = timedelta(seconds=30)
MESSAGES_PER_RESPONSE_MAX = 500
DEADLINE_SECONDS_MIN = 10
_Response: Any = types.StreamingPullResponse.pb()


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
        self._confirmations: Any = None
        """A response with nothing but confirmations, until it is sent."""
        self._set_ack_deadline(first.stream_ack_deadline_seconds)
        self._obey(first)

    async def responses(self, requests: AsyncIterator[Any]) -> AsyncIterator[Encoded]:
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

    def _response(self) -> Encoded | None:
        leases = self._take()
        heartbeat_is_due = self._clock.now() >= self._next_heartbeat_at
        confirmations, self._confirmations = self._confirmations, None
        if leases or confirmations or heartbeat_is_due:
            self._next_heartbeat_at = self._clock.now() + HEARTBEAT_INTERVAL
            self._subscription.used()
        beats = heartbeat_is_due and self._wants_heartbeats
        if not leases and not confirmations and not beats:
            return None
        rest = confirmations or _Response()
        settings = self._subscription.settings
        rest.subscription_properties.message_ordering_enabled = settings.ordered
        rest.subscription_properties.exactly_once_delivery_enabled = settings.exactly_once
        return streaming_pull_response(received(self._subscription, leases), rest)

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
            lease.ended = self._give_room
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
        if not DEADLINE_SECONDS_MIN <= seconds <= DEADLINE_SECONDS_MAX:
            raise invalid(
                f"stream_ack_deadline_seconds must be between {DEADLINE_SECONDS_MIN} and "
                f"{DEADLINE_SECONDS_MAX}."
            )
        self._ack_deadline = timedelta(seconds=seconds)

    def _obey(self, request: Any) -> None:
        """Do what the request says about earlier messages; an empty one is a heartbeat."""
        if len(request.modify_deadline_ack_ids) != len(request.modify_deadline_seconds):
            raise invalid("modify_deadline_ack_ids and modify_deadline_seconds differ in length.")
        if request.ack_ids:
            outcome = acknowledge(self._subscription, request.ack_ids)
            self._confirm("acknowledge_confirmation", outcome)
        changes = zip(request.modify_deadline_seconds, request.modify_deadline_ack_ids, strict=True)
        for seconds, group in groupby(changes, key=itemgetter(0)):
            ack_ids = [ack_id for _, ack_id in group]
            outcome = change_deadlines(self._subscription, ack_ids, seconds)
            self._confirm("modify_ack_deadline_confirmation", outcome)

    def _confirm(self, confirmation: str, outcome: Outcome) -> None:
        """Tell the client, if it can rely on that: with exactly-once delivery."""
        if not self._subscription.settings.exactly_once:
            return
        self._confirmations = self._confirmations or _Response()
        part = getattr(self._confirmations, confirmation)
        part.ack_ids.extend(outcome.done)
        part.invalid_ack_ids.extend(outcome.stale)
        part.temporary_failed_ack_ids.extend(outcome.failed)
        self._stirred.set()


def _limit(asked: int) -> int:
    """Zero and less mean no limit."""
    return asked if asked > 0 else sys.maxsize
