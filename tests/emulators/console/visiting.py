"""A running console, with the real mail service behind its inbox, and a visitor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from emulators.console.server import ConsoleServer
from tests.emulators.ses.mailer import Mailer, mailing

LINKS = {"Stripe twin": "http://127.0.0.1:4242/"}


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Visitor:
    address: str
    ses: Mailer

    async def get(self, path: str) -> Page:
        """One request; redirects are not followed."""
        url = self.address + path
        async with self.ses.session.get(url, allow_redirects=False) as response:
            text = (await response.read()).decode("utf-8", "replace")
            return Page(response.status, dict(response.headers), text)


@asynccontextmanager
async def visiting(
    *, checkout_url: str = "http://127.0.0.1:9", outbox_url: str | None = None
) -> AsyncIterator[Visitor]:
    async with mailing() as ses:
        console = ConsoleServer(
            checkout_url=checkout_url, outbox_url=outbox_url or ses.address, links=LINKS
        )
        try:
            yield Visitor(f"http://127.0.0.1:{await console.start()}", ses)
        finally:
            await console.stop()


@asynccontextmanager
async def a_closed_port() -> AsyncIterator[str]:
    """The address of a server that has just gone."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
    yield address
