"""What `make up` prints: a demo shop, its order pages, its inbox, and the console of the cloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import aiohttp
from aiohttp import web

from emulators.console.api.application import api
from emulators.console.api.desk import Desk
from emulators.console.console_pages import ConsolePages
from emulators.console.inbox_pages import InboxPages
from emulators.console.outbox import Outbox
from emulators.console.pages import HERE, Pages
from emulators.console.shop_pages import ShopPages
from emulators.console.troubles import explaining
from emulators.loopback import listen

_OUTBOX_SECONDS_MAX = 10
_STOPPED_WITHIN_SECONDS = 0.5


class ConsoleServer:
    """`checkout_url` is dialled by the browser, `outbox_url` by this server.

    `links` names the other local services for the foot of each page. Without a `desk` there is
    no console; it is given a session to ask other services with.
    """

    def __init__(
        self,
        *,
        checkout_url: str,
        outbox_url: str,
        links: Mapping[str, str],
        desk: Callable[[aiohttp.ClientSession], Desk] | None = None,
    ) -> None:
        self._pages = Pages(checkout_url=checkout_url.rstrip("/"), links=links)
        self._outbox_url = outbox_url
        self._desk = desk
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1 and return the port."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=_OUTBOX_SECONDS_MAX)
        )
        application = self._application(Outbox(self._outbox_url, self._session))
        if self._desk is not None:
            application.add_routes(ConsolePages().routes())
            application.add_subapp("/console/api", api(self._desk(self._session)))
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=_STOPPED_WITHIN_SECONDS
        )
        return await listen(self._runner, port)

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def _application(self, outbox: Outbox) -> web.Application:
        application = web.Application(middlewares=[explaining(self._pages)])
        application.add_routes(
            [
                *ShopPages(self._pages).routes(),
                *InboxPages(self._pages, outbox).routes(),
                web.static("/static", HERE / "static"),
            ]
        )
        application.on_response_prepare.append(_guard)
        return application


async def _guard(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The address of an order page is the key to the order.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache"
