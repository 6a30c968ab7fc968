"""The twin and a shop that listens to it, on an event loop in a thread of their own.

That lets a test be plain synchronous code, which is what most users of the SDK write.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import stripe

from emulators.clock.clock import Clock
from emulators.shelf import Forgetful, Shelf
from emulators.stripe.delivery.schedule import RetrySchedule
from emulators.stripe.server import TwinServer
from emulators.topology import Routes
from tests.emulators.stripe.shop import Shop

T = TypeVar("T")
KEY = "sk_test_0123456789abcdef"
WITHIN_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str


def eventually(is_true: Callable[[], bool]) -> None:
    """For what the twin does on its own after an answer has left, and nobody is told of."""
    assert comes_true(is_true, WITHIN_SECONDS), "it did not come true"


def comes_true(is_true: Callable[[], bool], within_seconds: float) -> bool:
    deadline = time.monotonic() + within_seconds
    while not is_true():
        if time.monotonic() >= deadline:
            return False
        threading.Event().wait(0.002)
    return True


class RunningTwin:
    def __init__(
        self,
        shelf: Shelf | None = None,
        *,
        retry_schedule: RetrySchedule | None = None,
        local_ports: dict[str, int] | None = None,
        shop_port: int = 0,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.shop = Shop()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self.shop.start(shop_port))
        self._server = TwinServer(
            clock=self.clock,
            shelf=shelf or Forgetful().shelf("stripe"),
            random=random.Random(4711),
            routes=Routes({} if local_ports is None else local_ports),
            retry_schedule=retry_schedule or RetrySchedule(),
        )
        self.url = f"http://127.0.0.1:{self.run(self._server.start())}"
        self.stripe = stripe.StripeClient(
            KEY, base_addresses={"api": self.url, "files": self.url}, max_network_retries=0
        )

    def listen(self, *enabled_events: str) -> None:
        """Let the shop's endpoint have these events, or all."""
        self.call(
            lambda: self._server.add_webhook_endpoint(
                self.shop.url, self.shop.secret, enabled_events or ("*",)
            )
        )

    def advance(self, **by: float) -> None:
        self.call(lambda: self.clock.advance(timedelta(**by)))

    def walk(self, **by: float) -> None:
        """Let so much time pass, timer by timer, and wait for what they do."""
        self.run(self.clock.walk_to(self.clock.now() + timedelta(**by)))

    def pay(self, session: stripe.checkout.Session, **fields: Any) -> dict[str, Any]:
        """Send the hosted page's form."""
        return self.post_json(f"/_twin/checkout/sessions/{session.id}/pay", fields)

    def state(self) -> dict[str, Any]:
        """`/_twin/state`."""
        counted: dict[str, Any] = json.loads(self.request("GET", "/_twin/state").text)
        return counted

    def post_json(self, path: str, body: object) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.request_json(path, body).text)
        return answer

    def request_json(self, path: str, body: object) -> Reply:
        """A POST to the control API, whatever its answer."""

        async def send() -> Reply:
            async with (
                aiohttp.ClientSession() as http,
                http.post(self.url + path, json=body) as response,
            ):
                return Reply(response.status, dict(response.headers), await response.text())

        return self.run(send())

    def request(
        self,
        method: str,
        path: str,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """As a browser or curl would; redirects are not followed."""
        return self.begin(method, path, form=form, headers=headers).result(WITHIN_SECONDS)

    def begin(
        self,
        method: str,
        path: str,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Future[Reply]:
        """The same without waiting for the answer."""

        async def send() -> Reply:
            url = path if path.startswith("http") else self.url + path
            async with (
                aiohttp.ClientSession() as http,
                http.request(
                    method, url, data=form, headers=headers, allow_redirects=False
                ) as response,
            ):
                return Reply(response.status, dict(response.headers), await response.text())

        return asyncio.run_coroutine_threadsafe(send(), self._loop)

    def call(self, action: Callable[[], T]) -> T:
        """Run `action` on the loop's thread."""

        async def run() -> T:
            return action()

        return self.run(run())

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(WITHIN_SECONDS)

    def stop(self) -> None:
        self.run(self._server.stop())
        self.run(self.shop.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WITHIN_SECONDS)
        self._loop.close()
