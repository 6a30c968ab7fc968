"""Where the local cloud listens, and how: this machine alone reaches it."""

from __future__ import annotations

from ssl import SSLContext

from aiohttp import web

LOOPBACK = "127.0.0.1"


async def listen(runner: web.AppRunner, port: int = 0, tls: SSLContext | None = None) -> int:
    """Open it until it is cleaned up; the result is the port, and 0 takes any free one."""
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, port, ssl_context=tls).start()
    return int(runner.addresses[0][1])
