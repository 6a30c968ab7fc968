"""Push delivery of one subscription."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.pubsub import push_request
from emulators.pubsub.faults import Copy, Faults
from emulators.pubsub.lease import Ending, Lease
from emulators.pubsub.push_answer import ACKNOWLEDGING, Processing
from emulators.pubsub.push_request import PushRequest
from emulators.pubsub.push_window import PushWindow
from emulators.pubsub.settings import Push
from emulators.pubsub.subscription import Subscription
from emulators.topology import Routes


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a push needs besides its message."""

    clock: Clock
    routes: Routes
    issuer: Issuer
    faults: Faults


class Pusher:
    """Works whenever the subscription has a push endpoint; idle otherwise."""

    def __init__(
        self, subscription: Subscription, http: aiohttp.ClientSession, surroundings: Surroundings
    ) -> None:
        self._subscription = subscription
        self._http = http
        self._clock = surroundings.clock
        self._routes = surroundings.routes
        self._issuer = surroundings.issuer
        self._faults = surroundings.faults
        self._window = PushWindow()
        self._under_way: set[asyncio.Task[None]] = set()
        self._copies: set[asyncio.Task[bool]] = set()
        self._unwatch = subscription.watch(self._pump)
        self._pump()

    def cancel(self) -> list[asyncio.Task[Any]]:
        """Break off what is under way and return it. The subscription is paused or closed."""
        self._unwatch()
        tasks = [*self._under_way, *self._copies]
        for task in tasks:
            task.cancel()
        return tasks

    def _pump(self) -> None:
        """Start deliveries for as long as there is a message and room in the window."""
        push = self._subscription.settings.push
        while push and len(self._under_way) < self._window.size:
            taken = self._subscription.take(1, self._subscription.settings.ack_deadline)
            if not taken:
                return
            [lease] = taken
            delivery = asyncio.create_task(self._deliver(lease, push))
            lease.ended = partial(_cancel_unless_answered, delivery)
            self._under_way.add(delivery)
            delivery.add_done_callback(self._finished)

    def _finished(self, delivery: asyncio.Task[None]) -> None:
        self._under_way.discard(delivery)
        if delivery.cancelled():
            self._window.failed()
        self._pump()

    async def _deliver(self, lease: Lease, push: Push) -> None:
        request = self._request(lease, push)
        copy = self._copy_of(lease)
        if copy is Copy.BESIDE:
            self._send_copy(request, push)
        if await self._is_acknowledged(request, push):
            self._window.acknowledged()
            self._subscription.acknowledge([lease.ack_id])
        else:
            self._window.failed()
            self._subscription.reject([lease.ack_id])
        if copy is Copy.AFTER:
            self._send_copy(request, push)

    async def _is_acknowledged(self, request: PushRequest, push: Push) -> bool:
        url = self._routes.dial(push.endpoint, request.headers)
        try:
            async with self._http.post(
                url, data=request.body, headers=request.headers, allow_redirects=False
            ) as answer:
                return answer.status in ACKNOWLEDGING
        except Processing:
            return True
        except (aiohttp.ClientError, OSError):
            # Nobody there, or gone half way: to Pub/Sub a nack like any other.
            return False

    def _copy_of(self, lease: Lease) -> Copy | None:
        copy = self._faults.copy()
        if copy and self._subscription.keeps_order_of(lease.unacked.message):
            return Copy.BESIDE  # one afterwards could arrive behind the next of its key
        return copy

    def _send_copy(self, request: PushRequest, push: Push) -> None:
        """Push once more; what the receiver says to it changes nothing."""
        copy = asyncio.create_task(self._is_acknowledged(request, push))
        deadline = self._subscription.settings.ack_deadline
        cancel_timer = self._clock.call_after(deadline, lambda: _cancel(copy))
        self._copies.add(copy)
        copy.add_done_callback(self._copies.discard)
        copy.add_done_callback(lambda _: cancel_timer())

    def _request(self, lease: Lease, push: Push) -> PushRequest:
        message = lease.unacked.message
        name = self._subscription.name
        if push.wrapped:
            counted = self._subscription.settings.dead_letter is not None
            attempt = lease.unacked.attempt if counted else None
            request = push_request.wrapped(message, name, attempt)
        elif push.metadata_in_headers:
            request = push_request.unwrapped_with_metadata(message, name)
        else:
            request = push_request.unwrapped(message)
        return push_request.addressed(request, push.endpoint, self._token(push))

    def _token(self, push: Push) -> str | None:
        if push.oidc is None:
            return None
        return self._issuer.token(audience=push.oidc.audience, email=push.oidc.account)


def _cancel_unless_answered(delivery: asyncio.Task[None], _: Lease, ending: Ending) -> None:
    if ending in {Ending.EXPIRED, Ending.DROPPED}:
        delivery.cancel()


def _cancel(task: asyncio.Task[bool]) -> None:
    task.cancel()
