"""The files of the European Central Bank's reference rates, at the paths that they have there."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import takewhile

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.control.faults.http_calls import within_reach
from emulators.ecb.calendar import days_published
from emulators.ecb.document import document
from emulators.loopback import listen

DAILY = "/stats/eurofxref/eurofxref-daily.xml"
NINETY_DAYS = "/stats/eurofxref/eurofxref-hist-90d.xml"


class EcbServer:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        application = web.Application(middlewares=[within_reach])
        application.router.add_get(DAILY, self._daily)
        application.router.add_get(NINETY_DAYS, self._ninety_days)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        return await listen(self._runner, port)

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _daily(self, _: web.Request) -> web.Response:
        return _xml([next(days_published(self._clock.now()))])

    async def _ninety_days(self, _: web.Request) -> web.Response:
        now = self._clock.now()
        first = now.date() - timedelta(days=90)
        return _xml(list(takewhile(lambda day: day >= first, days_published(now))))


def _xml(days: list[date]) -> web.Response:
    return web.Response(text=document(days), content_type="text/xml")
