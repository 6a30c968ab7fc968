"""The Firestore of the local cloud: google.firestore.v1 for unmodified client libraries."""

from __future__ import annotations

import random
from collections.abc import Sequence

import grpc
from aiohttp import web

from emulators import topology
from emulators.clock.clock import Clock
from emulators.control.faults.grpc_calls import within_reach
from emulators.firestore.admin.databases import DatabaseMethods
from emulators.firestore.admin.fields import FieldMethods
from emulators.firestore.admin.indexes import IndexMethods
from emulators.firestore.admin.operations import Operations
from emulators.firestore.expiry import Expiry
from emulators.firestore.indexes.catalogs import Catalogs
from emulators.firestore.indexes.definition import FieldOverride, IndexDefinition
from emulators.firestore.indexes.plan import Planner
from emulators.firestore.methods.answering import Methods
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.methods.listening import Listening
from emulators.firestore.methods.listing import Listing
from emulators.firestore.methods.partitioning import Partitioning
from emulators.firestore.methods.querying import Querying
from emulators.firestore.methods.reading import Reading
from emulators.firestore.methods.transacting import Transacting
from emulators.firestore.methods.unknown import Unknown
from emulators.firestore.methods.write_streaming import WriteStreaming
from emulators.firestore.methods.writing import Writing
from emulators.firestore.rest import RestApi
from emulators.firestore.storage.databases import Databases
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.transactions.transactions import Transactions
from emulators.grpc_server.server import GrpcServer
from emulators.loopback import listen
from emulators.shelf import Shelf

SERVICE = "google.firestore.v1.Firestore"
ADMIN_SERVICE = "google.firestore.admin.v1.FirestoreAdmin"
MESSAGE_BYTES_MAX = 64 * 1024 * 1024
"""Above Firestore's own limit, so that a request over that limit is told so."""


class FirestoreServer:
    """Listens on 127.0.0.1 between `start` and `stop`, in the event loop that called them."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: random.Random,
        indexes: Sequence[topology.Index | IndexDefinition] | None = None,
        overrides: Sequence[FieldOverride] = (),
        ttl: Sequence[topology.Ttl] = (),
        optimistic: bool = False,
        location: str = "eur3",
    ) -> None:
        """`indexes` are the deployed composite ones; None lets every query run.

        `overrides` replace the automatic indexes of single fields. `ttl` maps a collection group
        to the x
        """
        catalogs = Catalogs(shelf, indexes=indexes, overrides=overrides, ttl=ttl)
        databases = Databases(clock, shelf)
        locking = Locking(clock)
        self._transactions = Transactions(clock, random, locking, optimistic=optimistic)
        consistency = Consistency(self._transactions)
        planner = Planner(catalogs)
        self._expiry = Expiry(clock, databases, catalogs, locking)
        self._methods: Methods = {
            **Reading(databases, consistency).methods(),
            **Listing(databases, consistency, planner).methods(),
            **Querying(databases, consistency, planner, clock).methods(),
            **Partitioning(databases, consistency).methods(),
            **Transacting(databases, self._transactions, locking).methods(),
            **Listening(databases, clock, planner).methods(),
            **Writing(databases, locking, random).methods(),
            **WriteStreaming(databases, locking, random).methods(),
        }
        operations = Operations(databases.instants, random)
        looking = DatabaseMethods(
            databases, databases.instants, location=location, optimistic=optimistic
        )
        self._admin_methods: Methods = {
            **IndexMethods(catalogs, operations).methods(),
            **FieldMethods(catalogs, operations).methods(),
            **looking.methods(),
        }
        self._server: GrpcServer | None = None
        self._rest: web.AppRunner | None = None

    @property
    def grpc_services(self) -> tuple[grpc.GenericRpcHandler, ...]:
        """For whoever serves them at other ports, too."""
        handler = grpc.method_handlers_generic_handler(SERVICE, self._methods)
        admin = grpc.method_handlers_generic_handler(ADMIN_SERVICE, self._admin_methods)
        return handler, admin

    async def start(self, port: int = 0) -> int:
        """The port it listens on; 0 lets the system choose one."""
        server = GrpcServer(
            within_reach((*self.grpc_services, Unknown())), message_bytes_max=MESSAGE_BYTES_MAX
        )
        bound_port = await server.start(port)
        self._server = server
        self._expiry.start()
        return bound_port

    async def start_rest(self, port: int = 0) -> int:
        """Serve the JSON API too; the result is its port."""
        self._rest = web.AppRunner(
            RestApi(self._methods, self._admin_methods).application(), access_log=None
        )
        return await listen(self._rest, port)

    async def stop(self) -> None:
        """Requests under way are cancelled, open transactions rolled back."""
        await self._expiry.stop()
        if self._server is not None:
            await self._server.stop()
            self._server = None
        if self._rest is not None:
            await self._rest.cleanup()
            self._rest = None
        self._transactions.end_all()
