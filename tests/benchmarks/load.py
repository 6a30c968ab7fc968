"""Keep-alive HTTP load from one event loop: enough to fill one server core, no more."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    requests: int
    seconds: float
    latencies: tuple[float, ...]  # seconds, sorted
    failures: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    def quantile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))]


async def post(
    port: int, path: str, headers: str, body: bytes, *, requests: int, connections: int
) -> Load:
    """Send `requests` POSTs over `connections` connections, each waiting for its answer."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    )
    request = head.encode() + body
    remaining = iter(range(requests))
    latencies: list[float] = []
    failures = 0

    async def connection() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in remaining:
            since = time.perf_counter()
            writer.write(request)
            status = await _answer(reader)
            latencies.append(time.perf_counter() - since)
            failures += status != b"200"
        writer.close()
        await writer.wait_closed()

    since = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(connection())
    return Load(requests, time.perf_counter() - since, tuple(sorted(latencies)), failures)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].split(b"\r\n")[0]
    await reader.readexactly(int(length or 0))
    return head.split(b" ")[1]
