"""A shop's webhook endpoint that writes down what it gets and answers what it is told to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

import stripe
from aiohttp import web

WITHIN_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Delivery:
    body: bytes
    headers: dict[str, str]
    path: str

    @property
    def signature(self) -> str:
        return self.headers["Stripe-Signature"]

    @property
    def event(self) -> stripe.Event:
        """What is in it, if the signature is right."""
        event: stripe.Event = stripe.Webhook.construct_event(self.body, self.signature, Shop.secret)
        return event


class Shop:
    secret = "whsec_0123456789abcdef0123456789abcdef"  # noqa: S105 - a test's own

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[int] = []
        """The next statuses; 200 when there are none left. 0: do not answer at all."""
        self.deliveries: list[Delivery] = []
        self._came = threading.Condition()
        self._silence = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port: int = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}/webhooks/stripe"

    async def stop(self) -> None:
        self._silence.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def types(self) -> list[str]:
        return [delivery.event.type for delivery in self.deliveries]

    def wait_for(self, *types: str) -> list[stripe.Event]:
        """The first event of each of these types, once all of them have come."""
        self._wait(lambda: set(types) <= set(self.types()))
        events = [delivery.event for delivery in self.deliveries]
        return [next(event for event in events if event.type == one) for one in types]

    def wait_for_count(self, count: int) -> list[Delivery]:
        self._wait(lambda: len(self.deliveries) >= count)
        return list(self.deliveries)

    def _wait(self, is_true: Callable[[], bool]) -> None:
        with self._came:
            assert self._came.wait_for(is_true, WITHIN_SECONDS), f"only {self.types()} came"

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        with self._came:
            self.deliveries.append(Delivery(body, dict(request.headers), request.path))
            self._came.notify_all()
        status = self.answers.pop(0) if self.answers else 200
        if status == 0:
            await self._silence.wait()
        return web.Response(status=status or 200)
