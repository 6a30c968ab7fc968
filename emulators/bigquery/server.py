"""BigQuery on this machine: a warehouse in DuckDB behind a part of Google's REST API."""

from __future__ import annotations

from random import Random

from aiohttp import web

from emulators.bigquery.rest import RestApi
from emulators.bigquery.warehouse import Warehouse
from emulators.clock.clock import Clock
from emulators.shelf import Shelf

LOOPBACK = "127.0.0.1"


class BigQueryServer:
    def __init__(self, *, clock: Clock, shelf: Shelf, random: Random) -> None:
        self.warehouse = Warehouse(clock=clock, shelf=shelf)
        """What a BigQuery subscription of Pub/Sub writes to."""
        application = RestApi(self.warehouse, random).application()
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self.warehouse.close()
