"""Open transactions: how they begin, and how they end if nobody ends them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import grpc

from emulators.clock.clock import Clock
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import exact_micros_of
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.transactions.transaction import (
    Transaction,
    closed,
    make_id,
    seniority_of,
)
from emulators.firestore.transactions.views import AsOf, Locked, Remembered, View
from emulators.firestore.wire import ConcurrencyMode, TransactionOptions
from emulators.google_apis.refused import Refused

LIFETIME_MAX = timedelta(seconds=270)
IDLE_MAX = timedelta(seconds=60)


class Transactions:
    def __init__(
        self, clock: Clock, random_: random.Random, locking: Locking, *, optimistic: bool
    ) -> None:
        self._clock = clock
        self._random = random_
        self._locking = locking
        self._default_mode = (
            ConcurrencyMode.OPTIMISTIC if optimistic else ConcurrencyMode.PESSIMISTIC
        )
        self._open: dict[bytes, Transaction] = {}
        self._stop_timer: dict[bytes, Callable[[], None]] = {}

    def begin(self, database: Database, options: TransactionOptions) -> Transaction:
        """Without a mode, options mean read-write."""
        retried = options.read_write.retry_transaction
        seniority = seniority_of(retried) if retried else database.instants.for_commit()
        id_ = make_id(seniority, self._random.randbytes(8))
        transaction = Transaction(id_, database, self._clock.now())
        transaction.is_read_only = options.HasField("read_only")
        transaction.view = self._view(transaction, options)
        self._open[id_] = transaction
        self._watch(transaction)
        return transaction

    @contextmanager
    def using(self, database: Database, id_: bytes) -> Iterator[Transaction]:
        """One request of the transaction. ABORTED ends it."""
        transaction = self._find(database, id_)
        transaction.requests_under_way += 1
        try:
            yield transaction
        except Refused as refusal:
            if refusal.code is grpc.StatusCode.ABORTED:
                self.end(transaction)
            raise
        finally:
            transaction.requests_under_way -= 1
            transaction.used_at = self._clock.now()

    def roll_back(self, database: Database, id_: bytes) -> None:
        """Also of one that has ended already, as clients do after a failed commit."""
        seniority_of(id_)
        transaction = self._open.get(id_)
        if transaction is not None and transaction.database is database:
            self.end(transaction)

    def end(self, transaction: Transaction) -> None:
        if self._open.pop(transaction.id, None) is not None:
            self._stop_timer.pop(transaction.id)()
            self._locking.end(transaction, closed())

    def end_all(self) -> None:
        for transaction in list(self._open.values()):
            self.end(transaction)

    def _find(self, database: Database, id_: bytes) -> Transaction:
        seniority_of(id_)
        transaction = self._open.get(id_)
        if transaction is None or transaction.database is not database:
            raise closed()
        return transaction

    def _view(self, transaction: Transaction, options: TransactionOptions) -> View:
        database = transaction.database
        if options.HasField("read_only"):
            at = database.instants.for_read()
            if options.read_only.HasField("read_time"):
                at = exact_micros_of(options.read_only.read_time)
                database.check_readable(at)
            return AsOf(database, at)
        mode = options.read_write.concurrency_mode or self._default_mode
        if mode == ConcurrencyMode.OPTIMISTIC:
            return Remembered(database)
        return Locked(database, self._locking, transaction)

    def _watch(self, transaction: Transaction) -> None:
        """Look again at the earliest instant at which it could have run out."""
        due_at = min(transaction.begun_at + LIFETIME_MAX, self._idle_since(transaction) + IDLE_MAX)
        self._stop_timer[transaction.id] = self._clock.call_at(
            due_at, lambda: self._end_if_run_out(transaction)
        )

    def _end_if_run_out(self, transaction: Transaction) -> None:
        now = self._clock.now()
        outlived = now >= transaction.begun_at + LIFETIME_MAX
        if outlived or now >= self._idle_since(transaction) + IDLE_MAX:
            self.end(transaction)
        else:
            self._watch(transaction)

    def _idle_since(self, transaction: Transaction) -> datetime:
        return self._clock.now() if transaction.requests_under_way else transaction.used_at
