"""The JSON API of Cloud Storage over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random

from aiohttp import web

from emulators.clock import Clock
from emulators.shelf import Shelf
from emulators.storage.bucket_routes import BucketRoutes
from emulators.storage.buckets import Buckets
from emulators.storage.copy_routes import CopyRoutes
from emulators.storage.object_routes import ObjectRoutes
from emulators.storage.objects import Objects
from emulators.storage.records import Records
from emulators.storage.refusals import Refused
from emulators.storage.resumable import Uploads
from emulators.storage.upload_routes import UploadRoutes
from emulators.topology import Topology

LOOPBACK = "127.0.0.1"
REQUEST_MAX_BYTES = 2**30
_NOT_MODIFIED = 304


class StorageServer:
    def __init__(self, *, clock: Clock, shelf: Shelf, random: Random) -> None:
        records = Records(shelf)
        kept = records.read()
        self._buckets = Buckets(clock=clock, records=records, kept=kept)
        self._uploads = Uploads(clock=clock, random=random)
        objects = Objects(clock=clock, records=records, kept=kept, buckets=self._buckets)
        application = web.Application(
            middlewares=[_errors_as_json], client_max_size=REQUEST_MAX_BYTES
        )
        for part in (
            BucketRoutes(self._buckets, objects),
            ObjectRoutes(self._buckets, objects),
            UploadRoutes(self._buckets, objects, self._uploads),
            CopyRoutes(self._buckets, objects),
        ):
            application.router.add_routes(part.routes())
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        self._uploads.drop_all()
        await self._runner.cleanup()

    async def provision(self, topology: Topology) -> None:
        """Create the planned buckets that are not there; leave the others as they are."""
        for planned in topology.buckets:
            if planned.name not in self._buckets:
                self._buckets.create(planned.name, {"location": topology.region})


@web.middleware
async def _errors_as_json(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refused:
        error = refused
    except web.HTTPException as raised:
        # No such path, method or size: aiohttp's own refusals.
        error = Refused(raised.status, "invalid", raised.reason)
    if error.status == _NOT_MODIFIED:
        return web.Response(status=_NOT_MODIFIED)
    return web.json_response(error.to_json(), status=error.status)
