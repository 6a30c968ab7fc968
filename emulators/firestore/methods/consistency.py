"""Which view of the database a read asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import exact_micros_of
from emulators.firestore.transactions.transaction import Transaction
from emulators.firestore.transactions.transactions import Transactions
from emulators.firestore.transactions.views import AsOf, Latest, View
from emulators.firestore.wire import Request, TransactionOptions


@dataclass(frozen=True, slots=True)
class Read:
    view: View
    begun: bytes = b""
    """The id of the transaction this very request began."""


class Consistency:
    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    @contextmanager
    def read(self, database: Database, request: Request) -> Iterator[Read]:
        """For any request with a `consistency_selector`."""
        selector = request.WhichOneof("consistency_selector")
        if selector == "transaction":
            with self._transactions.using(database, request.transaction) as transaction:
                yield Read(transaction.view)
        elif selector == "new_transaction":
            begun = self._begin(database, request.new_transaction)
            with self._transactions.using(database, begun.id):
                yield Read(begun.view, begun.id)
        elif selector == "read_time":
            yield Read(AsOf(database, exact_micros_of(request.read_time)))
        else:
            yield Read(Latest(database))

    def _begin(self, database: Database, options: TransactionOptions) -> Transaction:
        """Begun by a read, a transaction is read-only unless it says otherwise."""
        if options.WhichOneof("mode") is None:
            options.read_only.SetInParent()
        return self._transactions.begin(database, options)
