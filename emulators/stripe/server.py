"""The Stripe twin: one account, served over HTTP on this machine."""

from __future__ import annotations

import random
from collections.abc import Sequence

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.control.faults.http_calls import within_reach
from emulators.loopback import LOOPBACK, listen
from emulators.shelf import Shelf
from emulators.stripe import control, wiring
from emulators.stripe.account import API_VERSION
from emulators.stripe.billing import control as billing_control
from emulators.stripe.delivery.schedule import RetrySchedule
from emulators.stripe.page import pages
from emulators.stripe.resources import downloads, webhook_endpoints
from emulators.topology import Routes

STOPPED_WITHIN_SECONDS = 2.0
_EVERYDAY = RetrySchedule()


class TwinServer:
    """Holds what the shelf kept as soon as it is constructed; acts from `start` to `stop`."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: random.Random,
        routes: Routes,
        retry_schedule: RetrySchedule = _EVERYDAY,
    ) -> None:
        self._twin = wiring.twin(clock, shelf, random, routes, retry_schedule)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> int:
        """Serve, and take up what was under way. Port 0 takes any free one; the port is given."""
        app = web.Application(middlewares=[within_reach])
        app.add_routes([*self._twin.api_routes(), *pages.routes(self._twin)])
        app.add_routes([*control.routes(self._twin), *billing_control.routes(self._twin)])
        app.add_routes(downloads.routes(self._twin.account.store))
        app.router.add_route("*", "/{path:.*}", self._twin.api.unrecognized)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOPPED_WITHIN_SECONDS)
        bound = await listen(self._runner, port)
        self._twin.checkout.serve_at(f"http://{LOOPBACK}:{bound}")
        self._twin.deliveries.open()
        self._twin.account.agenda.open()
        return bound

    async def stop(self) -> None:
        self._twin.account.agenda.close()
        await self._twin.deliveries.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def add_webhook_endpoint(self, url: str, secret: str, enabled_events: Sequence[str]) -> None:
        """Deliver such events (`*`: all) to `url`. Saying it again for a URL replaces it."""
        account = self._twin.account
        params = {
            "api_version": API_VERSION,
            "enabled_events": list(enabled_events),
            "url": url,
        }
        for endpoint in account.store.newest_first("webhook_endpoint"):
            if endpoint["url"] == url:
                account.store.save({**endpoint, **params, "status": "enabled"})
                self._twin.deliveries.destinations.secrets.put(endpoint["id"], secret)
                return
        webhook_endpoints.create(account, self._twin.deliveries, params, secret)
