"""TTL: documents are deleted some time after the instant in one of their fields.

Production promises no more than "within 24 hours". Here it happens at the next full hour, UTC, of
the clock; until then an expired document is read and found like any other, as in production.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import grpc

from emulators.clock.clock import Clock
from emulators.firestore.indexes.catalogs import Catalogs
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.field_index import Span
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.values.field_path import FieldPath
from emulators.firestore.values.order import TIMESTAMP, sort_key
from emulators.firestore.wire import Document, make_timestamp, make_value, make_write
from emulators.google_apis.refused import Refused

INTERVAL = timedelta(hours=1)
_RACED = {grpc.StatusCode.ABORTED, grpc.StatusCode.FAILED_PRECONDITION}
"""Somebody holds the document or has just changed it: the next hour looks at it again."""


class Expiry:
    """Works between `start` and `stop`."""

    def __init__(
        self, clock: Clock, databases: Databases, catalogs: Catalogs, locking: Locking
    ) -> None:
        self._clock = clock
        self._databases = databases
        self._catalogs = catalogs
        self._locking = locking
        self._cancel_timer: Callable[[], None] = lambda: None
        self._deleting: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._cancel_timer = self._clock.call_at(_full_hour_after(self._clock.now()), self._sweep)

    async def stop(self) -> None:
        self._cancel_timer()
        for task in self._deleting:
            task.cancel()
        await asyncio.gather(*self._deleting, return_exceptions=True)

    def _sweep(self) -> None:
        now = self._clock.now()
        for database in self._databases.all():
            for document in list(self._expired(database, now)):
                task = asyncio.create_task(self._delete(database, document))
                self._deleting.add(task)
                task.add_done_callback(self._deleting.discard)
        self.start()

    def _expired(self, database: Database, now: datetime) -> Iterator[Document]:
        for (collection_id, path), offset in self._catalogs.of(database.name).ttls():
            until = _instants_until(now - offset)
            for name in database.group(collection_id):
                yield from _found(database, name, path, until)

    async def _delete(self, database: Database, document: Document) -> None:
        """Each on its own, and only as it was when it was found expired."""
        write = make_write(delete=document.name)
        write.current_document.update_time.CopyFrom(document.update_time)
        try:
            await self._locking.commit_alone(database, [write])
        except Refused as refusal:
            if refusal.code not in _RACED:
                raise


def _found(database: Database, name: str, path: FieldPath, until: Span) -> Iterator[Document]:
    collection = database.collection(name)
    if collection is not None:
        for document_name in collection.index(path).names(until):
            yield collection.documents[document_name]


def _instants_until(when: datetime) -> Span:
    """Timestamps alone: what holds anything else in the field does not expire."""
    timestamp = make_timestamp()
    timestamp.FromDatetime(when)
    return Span((TIMESTAMP,), sort_key(make_value(timestamp_value=timestamp)))


def _full_hour_after(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + INTERVAL
