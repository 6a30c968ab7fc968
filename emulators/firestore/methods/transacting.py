"""BeginTransaction, Commit and Rollback."""

from __future__ import annotations

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.instants import timestamp_of
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.transactions.transactions import Transactions
from emulators.firestore.wire import (
    Request,
    Response,
    make_begin_response,
    make_commit_response,
    make_empty,
)
from emulators.firestore.writes.limits import check_request
from emulators.firestore.writes.staging import Staged
from emulators.google_apis.refused import invalid


class Transacting:
    def __init__(self, databases: Databases, transactions: Transactions, locking: Locking) -> None:
        self._databases = databases
        self._transactions = transactions
        self._locking = locking

    def methods(self) -> Methods:
        return {
            "BeginTransaction": unary(self.begin_transaction, firestore.BeginTransactionRequest),
            "Commit": unary(self.commit, firestore.CommitRequest),
            "Rollback": unary(self.rollback, firestore.RollbackRequest),
        }

    async def begin_transaction(self, request: Request) -> Response:
        database = self._databases.open(request.database)
        transaction = self._transactions.begin(database, request.options)
        return make_begin_response(transaction=transaction.id)

    async def commit(self, request: Request) -> Response:
        database = self._databases.open(request.database)
        check_request(request, database.name)
        staged = await self._commit(database, request)
        return make_commit_response(
            write_results=staged.results, commit_time=timestamp_of(staged.committed_at)
        )

    async def _commit(self, database: Database, request: Request) -> Staged:
        if not request.transaction:
            return await self._locking.commit_alone(database, request.writes)
        with self._transactions.using(database, request.transaction) as transaction:
            try:
                if request.writes and transaction.is_read_only:
                    raise invalid("Cannot modify entities in a read-only transaction.")
                return await self._locking.commit(
                    transaction, database, request.writes, transaction.view.confirm
                )
            finally:
                self._transactions.end(transaction)

    async def rollback(self, request: Request) -> Response:
        database = self._databases.open(request.database)
        self._transactions.roll_back(database, request.transaction)
        return make_empty()
