"""Webhooks per second and CPU per webhook, beside a hello world that gets the same body."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import time
from dataclasses import dataclass
from statistics import median

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.pubsub.server import PubSubServer
from emulators.shelf import Forgetful
from emulators.topology import Routes, Topology
from tests.benchmarks.cold_start import HELLO
from tests.benchmarks.load import Load, post
from tests.benchmarks.server import ROOT, Server, served

ROUNDS = 5
REQUESTS = 3000
CONNECTIONS = 32
SECRET = "whsec_of_the_benchmark"  # noqa: S105 - made up
BODY_BYTES = 4083  # the median checkout.session.completed


@dataclass(frozen=True, slots=True)
class Throughput:
    name: str
    per_second: float
    cpu_microseconds: float
    p50_milliseconds: float
    p99_milliseconds: float


async def measure(topology: Topology) -> list[Throughput]:
    clock, shelf = Clock(), Forgetful().shelf("none")
    issuer = Issuer(clock=clock, shelf=shelf, url="http://127.0.0.1:1")
    broker = PubSubServer(
        clock=clock,
        shelf=shelf,
        random=random.Random(0),
        routes=Routes({}),
        issuer=issuer,
    )
    _, rest_port = await broker.start()
    await broker.provision(topology.model_copy(update={"subscriptions": ()}))
    runs: dict[str, list[tuple[Load, float]]] = {HELLO: [], "webhook-intake": []}
    try:
        for _ in range(ROUNDS):
            runs[HELLO].append(await _hello())
            runs["webhook-intake"].append(await _intake(topology, rest_port))
    finally:
        await broker.stop()
    return [_summary(name, found) for name, found in runs.items()]


async def _hello() -> tuple[Load, float]:
    source = ROOT / "tests/benchmarks/hello/main.py"
    with served(source, "hello", {"THREADS": "8"}, asgi=False) as server:
        return await _loaded(server, "/")


async def _intake(topology: Topology, rest_port: int) -> tuple[Load, float]:
    (function,) = (found for found in topology.functions if found.name == "webhook-intake")
    environment = function.environment | {
        "STRIPE_WEBHOOK_SECRETS": SECRET,
        "PUBSUB_REST_EMULATOR": f"http://127.0.0.1:{rest_port}",
    }
    source = ROOT / "functions/webhook_intake/main.py"
    with served(source, "webhook_intake", environment, asgi=True) as server:
        return await _loaded(server, "/webhooks/stripe")


async def _loaded(server: Server, path: str) -> tuple[Load, float]:
    body = _event()
    headers = f"Content-Type: application/json\r\nStripe-Signature: {_signature(body)}\r\n"

    async def send(requests: int) -> Load:
        return await post(
            server.port, path, headers, body, requests=requests, connections=CONNECTIONS
        )

    await send(REQUESTS // 5)  # warm
    before = server.cpu_seconds()
    load = await send(REQUESTS)
    if load.failures:
        raise RuntimeError(f"{load.failures} of {load.requests} requests failed")
    return load, (server.cpu_seconds() - before) / load.requests


def _event() -> bytes:
    event = {"id": "evt_1", "object": "event", "type": "charge.updated", "livemode": False}
    event["padding"] = "x" * (BODY_BYTES - len(json.dumps(event)) - 16)
    return json.dumps(event).encode()


def _signature(body: bytes) -> str:
    now = int(time.time())
    signed = hmac.digest(SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hex()
    return f"t={now},v1={signed}"


def _summary(name: str, runs: list[tuple[Load, float]]) -> Throughput:
    return Throughput(
        name,
        per_second=median(load.per_second for load, _ in runs),
        cpu_microseconds=median(cpu for _, cpu in runs) * 1e6,
        p50_milliseconds=median(load.quantile(0.5) for load, _ in runs) * 1e3,
        p99_milliseconds=median(load.quantile(0.99) for load, _ in runs) * 1e3,
    )


def run(topology: Topology) -> list[Throughput]:
    return asyncio.run(measure(topology))
