"""The pushers of all subscriptions and the HTTP client they share."""

from __future__ import annotations

import asyncio

import aiohttp

from emulators.pubsub.push_answer import PushAnswer
from emulators.pubsub.pusher import Pusher, Surroundings
from emulators.pubsub.subscription import Subscription

IDLE_CONNECTION_SECONDS = 1.0
# Shorter than any server we push to keeps an idle connection: a push must not meet its closing.


class Pushers:
    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._http: aiohttp.ClientSession | None = None
        self._not_started: set[Subscription] = set()
        self._pushers: dict[Subscription, Pusher] = {}

    def open(self, subscription: Subscription) -> None:
        """Push for this subscription, at once or from `start` on."""
        if self._http is None:
            self._not_started.add(subscription)
        else:
            self._pushers[subscription] = Pusher(subscription, self._http, self._surroundings)

    def close(self, subscription: Subscription) -> None:
        self._not_started.discard(subscription)
        pusher = self._pushers.pop(subscription, None)
        if pusher:
            pusher.cancel()

    def start(self) -> None:
        self._http = _http_client()
        for subscription in self._not_started:
            self.open(subscription)
        self._not_started.clear()

    async def stop(self) -> None:
        """Break off what is under way. The subscriptions have to be paused before."""
        cancelled = [task for pusher in self._pushers.values() for task in pusher.cancel()]
        await asyncio.gather(*cancelled, return_exceptions=True)
        if self._http:
            await self._http.close()


def _http_client() -> aiohttp.ClientSession:
    """Return a client without limits of its own: the push windows and ack deadlines set them."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_CONNECTION_SECONDS),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None, sock_read=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        response_class=PushAnswer,
    )
