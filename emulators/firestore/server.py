"""The Firestore of the local cloud: google.firestore.v1 for unmodified client libraries."""

from __future__ import annotations

import random
from collections.abc import Sequence

import grpc

from emulators import topology
from emulators.clock import Clock
from emulators.firestore.methods.answering import Methods
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.methods.listing import Listing
from emulators.firestore.methods.querying import Querying
from emulators.firestore.methods.reading import Reading
from emulators.firestore.methods.transacting import Transacting
from emulators.firestore.methods.writing import Writing
from emulators.firestore.queries.indexes import CompositeIndexes
from emulators.firestore.queries.query import Query
from emulators.firestore.storage.databases import Databases
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.transactions.transactions import Transactions
from emulators.shelf import Shelf

SERVICE = "google.firestore.v1.Firestore"
MESSAGE_BYTES_MAX = 64 * 1024 * 1024
"""Above Firestore's own limit, so that a request over that limit is told so."""
OPTIONS = (
    ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
    ("grpc.http2.max_ping_strikes", 0),  # the client library pings more often than gRPC likes
    ("grpc.so_reuseport", 0),  # two servers on one port would share its requests between them
)


class FirestoreServer:
    """Listens on 127.0.0.1 between `start` and `stop`, in the event loop that called them."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: random.Random,
        indexes: Sequence[topology.Index] | None = None,
        optimistic: bool = False,
    ) -> None:
        """`indexes` are the deployed composite ones; None lets every query run.

        `optimistic` makes transactions take no locks and fail at the commit instead.
        """
        databases = Databases(clock, shelf)
        locking = Locking(clock)
        self._transactions = Transactions(clock, random, locking, optimistic=optimistic)
        consistency = Consistency(self._transactions)
        check_indexes = _allow_all if indexes is None else CompositeIndexes(indexes).check
        self._methods: Methods = {
            **Reading(databases, consistency).methods(),
            **Listing(databases, consistency, check_indexes).methods(),
            **Querying(databases, consistency, check_indexes).methods(),
            **Transacting(databases, self._transactions, locking).methods(),
            **Writing(databases, locking, random).methods(),
        }
        self._server: grpc.aio.Server | None = None

    async def start(self, port: int = 0) -> int:
        """The port it listens on; 0 lets the system choose one."""
        server = grpc.aio.server(options=OPTIONS)
        handler = grpc.method_handlers_generic_handler(SERVICE, self._methods)
        server.add_generic_rpc_handlers((handler,))
        bound_port: int = server.add_insecure_port(f"127.0.0.1:{port}")
        await server.start()
        self._server = server
        return bound_port

    async def stop(self) -> None:
        """Requests under way are cancelled, open transactions rolled back."""
        if self._server is not None:
            await self._server.stop(grace=None)
            self._server = None
        self._transactions.end_all()


def _allow_all(_: Query) -> None:
    pass
