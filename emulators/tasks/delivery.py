"""Sends requests to handlers, for Cloud Tasks and Cloud Scheduler."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from emulators.clock.clock import Clock
from emulators.tasks.outgoing import Answer, Outgoing
from emulators.tasks.redirects import REDIRECTS_MAX, redirected
from emulators.topology import Routes

_TIMED_OUT = 504
_UNREACHABLE = 503


class Delivery:
    """Sends requests to where their addresses are served on this machine."""

    def __init__(self, *, clock: Clock, routes: Routes) -> None:
        self._clock = clock
        self._routes = routes
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        self._session = aiohttp.ClientSession(
            # A kept connection that the handler has meanwhile closed would cost an attempt.
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            timeout=aiohttp.ClientTimeout(total=None),  # the deadline is on the virtual clock
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, outgoing: Outgoing) -> Answer:
        try:
            async with asyncio.timeout(None) as deadline:
                cancel = self._clock.call_after(
                    outgoing.deadline,
                    lambda: deadline.reschedule(asyncio.get_running_loop().time()),
                )
                try:
                    return await self._exchange(outgoing)
                finally:
                    cancel()
        except TimeoutError:
            return Answer(_TIMED_OUT, is_from_handler=False)
        except (aiohttp.ClientError, OSError):
            return Answer(_UNREACHABLE, is_from_handler=False)

    async def _exchange(self, outgoing: Outgoing) -> Answer:
        """Send, and follow redirects; one too many counts as the redirect that it is."""
        following: Outgoing | None = outgoing
        answer = Answer(_UNREACHABLE, is_from_handler=False)
        for _ in range(REDIRECTS_MAX + 1):
            if following is None:
                break
            answer, following = await self._hop(following)
        return answer

    async def _hop(self, outgoing: Outgoing) -> tuple[Answer, Outgoing | None]:
        if self._session is None:
            raise RuntimeError("the delivery is not open")
        async with self._session.request(
            outgoing.method,
            self._routes.dial(outgoing.url, outgoing.headers),
            headers={**outgoing.headers, "Host": _host(outgoing.url)},
            data=outgoing.body or None,
            allow_redirects=False,  # aiohttp would not ask `Routes` where the next hop goes
        ) as response:
            await response.read()
            answer = Answer(response.status, retry_after=self._retry_after(response))
            location = response.headers.get("Location", "")
            return answer, redirected(outgoing, response.status, location)

    def _retry_after(self, response: aiohttp.ClientResponse) -> timedelta | None:
        """Read `Retry-After`, in seconds or as an HTTP date; only 429 and 503 may ask."""
        asked = response.headers.get("Retry-After", "")
        if response.status not in {429, 503} or not asked:
            return None
        if asked.isdigit():
            return timedelta(seconds=int(asked))
        try:
            until = parsedate_to_datetime(asked)
        except ValueError:
            return None  # RFC 9110: a field that cannot be read is ignored
        return _in_utc(until) - self._clock.now()


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
