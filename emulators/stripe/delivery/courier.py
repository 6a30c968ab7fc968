"""Carries one signed event to one address."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import aiohttp

from emulators.clock.clock import Clock
from emulators.stripe.delivery import signature
from emulators.topology import Routes

TIMEOUT_SECONDS = 20
_HEADERS = {
    "Accept": "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP status, or none and why."""

    status: int | None
    reason: str

    @property
    def is_received(self) -> bool:
        """Only a 2xx counts; a redirect does not."""
        if self.status is None:
            return False
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def __str__(self) -> str:
        return f"{self.status or ''} {self.reason}".strip()


class Courier:
    def __init__(self, clock: Clock, routes: Routes) -> None:
        self._clock = clock
        self._routes = routes
        self._http: aiohttp.ClientSession | None = None

    def open(self) -> None:
        self._http = aiohttp.ClientSession(
            headers=_HEADERS, timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        )

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def carry(self, body: bytes, url: str, secrets: tuple[str, ...]) -> Answer:
        if self._http is None:
            raise RuntimeError("the courier is not open")
        stamp = int(self._clock.now().timestamp())
        headers = {"Stripe-Signature": signature.header(body, secrets, stamp)}
        address = self._routes.dial(url, headers)
        release = self._clock.hold()
        try:
            async with self._http.post(
                address, data=body, headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                return Answer(response.status, response.reason or "")
        except TimeoutError:
            return Answer(None, f"no answer within {TIMEOUT_SECONDS} s")
        except aiohttp.ClientError as error:
            return Answer(None, f"{type(error).__name__}: {error}")
        finally:
            release()
