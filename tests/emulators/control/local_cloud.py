"""A whole local cloud in the test's process, and somebody who answers for the functions."""

from __future__ import annotations

import json
import queue
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp import web

from emulators.archives.kept import Kept
from emulators.archives.snapshot import Restorable
from emulators.cloud.local_cloud import LocalCloud
from emulators.supervisor.claim import Claim, claim_ports
from emulators.supervisor.ports import Ports
from emulators.topology import Topology
from tests.emulators.loop_thread import DEADLINE_SECONDS, LoopThread

TOPOLOGY = Topology.load()
SECRET = "whsec_of_the_test"  # noqa: S105 - made up


@dataclass(frozen=True, slots=True)
class Received:
    """`at` is the local cloud's time."""

    function: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass
class Receivers:
    """Every function: takes all it is sent, answers what `statuses` has for it, and then 200."""

    statuses: dict[str, list[int]] = field(default_factory=dict)
    _received: queue.SimpleQueue[Received] = field(default_factory=queue.SimpleQueue)

    def next(self) -> Received:
        return self._received.get(timeout=DEADLINE_SECONDS)

    def all(self) -> list[Received]:
        """What has come so far and was not asked for."""
        return [self._received.get_nowait() for _ in range(self._received.qsize())]

    async def take(self, function: str, request: web.Request, at: datetime) -> web.Response:
        body = await request.read()
        if request.headers.get("x-amz-sns-message-type") == "SubscriptionConfirmation":
            await _subscribe(json.loads(body)["SubscribeURL"])
            return web.Response()
        received = Received(function, request.path_qs, dict(request.headers), body, at)
        self._received.put(received)
        statuses = self.statuses.get(function)
        return web.Response(status=statuses.pop(0) if statuses else 200)


async def _subscribe(url: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(url, raise_for_status=True):
        pass


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: Any


@dataclass(frozen=True, slots=True)
class Local:
    loop: LoopThread
    cloud: LocalCloud
    ports: Ports
    receivers: Receivers

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One call of the control API."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports.control}/v1{path}",
            method=method,
            data=body if body is None or isinstance(body, bytes) else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - see above
                return _answer(answer.status, answer.headers.get_content_type(), answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return _answer(refusal.code, refusal.headers.get_content_type(), refusal.read())

    def done(self, method: str, path: str, body: object = None) -> Any:
        """The body of an answer that says yes."""
        answer = self.ask(method, path, body)
        assert answer.status < HTTPStatus.BAD_REQUEST, answer
        return answer.body

    def fault(self, **fault: Any) -> str:
        """Let something go wrong from now on; the fault's id."""
        standing: str = self.done("POST", "/faults", fault)["id"]
        return standing

    def now(self) -> datetime:
        return self.loop.call(self.cloud.clock.now)


def _answer(status: int, content_type: str, body: bytes) -> Answer:
    return Answer(status, content_type, json.loads(body) if body else None)


@contextmanager
def running(open_archive: Callable[[], Restorable] = Kept) -> Iterator[Local]:
    """`open_archive` is called on the event loop's thread."""
    claim = claim_ports(0, [function.name for function in TOPOLOGY.functions])
    receivers = Receivers()
    with LoopThread() as loop:

        async def start() -> tuple[LocalCloud, list[web.AppRunner]]:
            cloud = LocalCloud(
                topology=TOPOLOGY,
                ports=claim.ports,
                archive=open_archive(),
                webhook_secret=SECRET,
            )
            listening = await _listen(claim, receivers, cloud)
            await cloud.start()
            return cloud, listening

        async def stop(cloud: LocalCloud, listening: list[web.AppRunner]) -> None:
            await cloud.stop()
            cloud.archive.close()
            for runner in listening:
                await runner.cleanup()

        cloud, listening = loop.run(start())
        try:
            yield Local(loop, cloud, claim.ports, receivers)
        finally:
            loop.run(stop(cloud, listening))
            claim.release()


async def _listen(claim: Claim, receivers: Receivers, cloud: LocalCloud) -> list[web.AppRunner]:
    runners = []
    for name, held in claim.sockets.items():

        async def take(request: web.Request, function: str = name) -> web.Response:
            return await receivers.take(function, request, cloud.clock.now())

        application = web.Application()
        application.router.add_route("*", "/{path:.*}", take)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.SockSite(runner, held).start()
        runners.append(runner)
    return runners
