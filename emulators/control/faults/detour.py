"""Carries deliveries to where they are going, and lets faults meet them on the way."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from yarl import URL

from emulators.control.faults.codes import http_status
from emulators.control.faults.fault import On
from emulators.control.faults.http_calls import lost
from emulators.control.faults.registry import Faults
from emulators.control.faults.trouble import Lost, Trouble
from emulators.loopback import LOOPBACK, listen

_BODY_BYTES_MAX = 64 * 1024 * 1024
_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "expect"}
_SUBJECTS = ("X-CloudTasks-QueueName", "X-CloudScheduler-JobName", "x-amz-sns-topic-arn")


@dataclass(frozen=True, slots=True)
class _Delivery:
    service: str
    method: str
    url: URL
    headers: list[tuple[str, str]]
    body: bytes
    resources: list[str]


class Detour:
    """One HTTP server for the deliveries of all services; `url` is known from `start` on."""

    def __init__(self, faults: Faults) -> None:
        self.url = ""
        self._faults = faults
        self._session: aiohttp.ClientSession | None = None
        self._expected: dict[str, Callable[[], None]] = {}
        self._count = 0
        application = web.Application(client_max_size=_BODY_BYTES_MAX)
        application.router.add_route("*", "/{service}/{ticket}/{origin}{rest:/.*}", self._carry)
        self._runner = web.AppRunner(
            application, access_log=None, handler_cancellation=True, auto_decompress=False
        )

    async def start(self) -> None:
        """Listen on any port of the loopback address."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None, sock_read=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )
        self.url = f"http://{LOOPBACK}:{await listen(self._runner)}"

    async def stop(self) -> None:
        await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def expect(self) -> str:
        """Somebody is about to come: a walking clock waits. The result is the ticket to show."""
        self._count += 1
        ticket, arrive = str(self._count), self._faults.clock.hold()
        self._expected[ticket] = arrive
        task = asyncio.current_task()
        if task is not None:  # it may be cancelled on its way
            task.add_done_callback(lambda _: self._expected.pop(ticket, arrive)())
        return ticket

    async def _carry(self, request: web.Request) -> web.StreamResponse:
        clock = self._faults.clock
        let_go = clock.hold()
        self._expected.pop(request.match_info["ticket"], _nothing)()
        try:
            delivery = await _read(request, self.url)
            trouble = self._faults.meet(
                On.DELIVERIES, delivery.service, delivery.method, delivery.resources
            )
            if trouble.wait:
                let_go()  # nobody but the clock can end this wait
                await clock.wait_until(clock.now() + trouble.wait)
                let_go = clock.hold()
            return await self._delivered(request, delivery, trouble)
        finally:
            let_go()

    async def _delivered(
        self, request: web.Request, delivery: _Delivery, trouble: Trouble
    ) -> web.Response:
        if trouble.refusal is not None:
            status = http_status(trouble.refusal.code)
            return web.Response(status=status, text=trouble.refusal.message)
        if trouble.lost is Lost.BEFORE:
            return lost(request)
        answers = [await self._forward(delivery) for _ in range(1 + trouble.copies)]
        answer = answers[0]
        return lost(request) if trouble.lost is Lost.AFTER or answer is None else answer

    async def _forward(self, delivery: _Delivery) -> web.Response | None:
        """What the receiver answers; None if it does not."""
        if self._session is None:
            raise RuntimeError("the detour is not open")
        try:
            async with self._session.request(
                delivery.method,
                delivery.url,
                headers=delivery.headers,
                data=delivery.body,
                allow_redirects=False,
            ) as answer:
                return web.Response(
                    status=answer.status,
                    reason=answer.reason,
                    headers=dict(_end_to_end(answer.raw_headers)),
                    body=await answer.read(),
                )
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError):
            return None


def _nothing() -> None:
    """Let nobody go: the ticket was not for this detour, or is used up."""


async def _read(request: web.Request, own_url: str) -> _Delivery:
    origin = urlsafe_b64decode(request.match_info["origin"]).decode()
    raw_rest = request.raw_path.split("/", 4)[4]
    body = await request.read()
    return _Delivery(
        service=request.match_info["service"],
        method=request.method,
        url=URL(f"{origin}/{raw_rest}", encoded=True),
        headers=[
            (name, value)
            for name, value in _end_to_end(request.raw_headers)
            if (name.lower(), f"http://{value}") != ("host", own_url)
        ],
        body=body,
        resources=list(_resources(request, body)),
    )


def _end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[str, str]]:
    for name, value in headers:
        if name.decode("latin-1").lower() not in _OF_THE_CONNECTION:
            yield name.decode("latin-1"), value.decode("latin-1")


def _resources(request: web.Request, body: bytes) -> Iterable[str]:
    """The subscription, queue, job or topic it comes from; of Stripe, the type of the event."""
    yield request.match_info["rest"]
    yield from (request.headers[name] for name in _SUBJECTS if name in request.headers)
    try:
        content = json.loads(body)
    except ValueError:
        return
    if isinstance(content, dict):
        names = (content.get("subscription"), content.get("type"), content.get("TopicArn"))
        yield from (name for name in names if isinstance(name, str))
