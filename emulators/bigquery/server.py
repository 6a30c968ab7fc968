"""BigQuery on this machine: a warehouse in DuckDB behind a part of Google's REST API."""

from __future__ import annotations

from random import Random

from aiohttp import web

from emulators.bigquery.rest import RestApi
from emulators.bigquery.warehouse import Warehouse
from emulators.clock.clock import Clock
from emulators.loopback import listen
from emulators.shelf import Shelf


class BigQueryServer:
    def __init__(self, *, clock: Clock, shelf: Shelf, random: Random) -> None:
        self.warehouse = Warehouse(clock=clock, shelf=shelf)
        """What a BigQuery subscription of Pub/Sub writes to."""
        application = RestApi(self.warehouse, random).application()
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        return await listen(self._runner, port)

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self.warehouse.close()
