"""Posting notifications until they are taken: SNS's delivery to HTTP endpoints."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp

from emulators.clock.clock import Clock
from emulators.ses.faults import Faults
from emulators.ses.sns.errand import PREFIX, Errand
from emulators.ses.sns.notification import Seal
from emulators.ses.sns.topics import Topics
from emulators.shelf import Shelf
from emulators.topology import Routes

FIRST_BACKOFF = timedelta(seconds=1)
BACKOFF_MAX = timedelta(seconds=20)
GIVE_UP_AFTER = timedelta(hours=1)
ANSWER_SECONDS_MAX = 15
# SNS's own figures for HTTP endpoints, with its retries spread evenly over the hour.

_TAKEN = range(200, 300)
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Courier:
    """At least once, in no promised order. Errands wait on the shelf until they are done."""

    clock: Clock
    shelf: Shelf
    routes: Routes
    topics: Topics
    faults: Faults
    _tasks: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _session: aiohttp.ClientSession | None = field(default=None, init=False)
    _seal: Seal | None = field(default=None, init=False)

    def open(self, seal: Seal) -> None:
        """Start carrying, first what an earlier run left behind."""
        self._seal = seal
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS_MAX),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        for errand in self._left():
            if self.topics.get(errand.subscription_arn) is None:
                self.shelf.delete(errand.key)
            self._start(errand)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def accept(self, errands: Iterable[Errand]) -> None:
        for errand in errands:
            self.shelf.put(errand.key, errand.to_bytes())
            self._start(errand)

    def release(self, subscription_arn: str) -> None:
        """Carry what waited for the subscription's confirmation."""
        for errand in self._left():
            if errand.subscription_arn == subscription_arn and not errand.notification.token:
                self._start(errand)

    def _left(self) -> list[Errand]:
        return [Errand.from_bytes(value) for _, value in self.shelf.items(PREFIX)]

    def _start(self, errand: Errand) -> None:
        subscription = self.topics.get(errand.subscription_arn)
        if subscription is None or (
            not subscription.is_confirmed and not errand.notification.token
        ):
            return
        task = asyncio.create_task(self._carry(errand))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _LOG.error("a notification was lost to a fault of ours", exc_info=task.exception())

    async def _carry(self, errand: Errand) -> None:
        await self.clock.wait_until(errand.due_at)
        backoff = FIRST_BACKOFF
        while (refusal := await self._post(errand)) is not None:
            if self.clock.now() + backoff > errand.due_at + GIVE_UP_AFTER:
                _LOG.warning("SNS gives up on %s: %s", errand.url, refusal)
                break
            await self.clock.wait_until(self.clock.now() + backoff)
            backoff = min(2 * backoff, BACKOFF_MAX)
        else:
            if not errand.notification.token and self.faults.takes_duplicate_event():
                await self._post(errand)
        self.shelf.delete(errand.key)

    async def _post(self, errand: Errand) -> str | None:
        """Why the endpoint did not take it, or None if it did."""
        if self._session is None or self._seal is None:
            raise RuntimeError("the courier is not open")
        arn, notification = errand.subscription_arn, errand.notification
        version = self.topics.signature_version(notification.topic_arn)
        body = self._seal.body(notification, version, arn)
        try:
            async with self._session.post(
                self.routes.dial(errand.url),
                data=json.dumps(body, ensure_ascii=False).encode(),
                headers=notification.headers(arn),
                allow_redirects=False,
            ) as response:
                return None if response.status in _TAKEN else f"{response.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return repr(error)
