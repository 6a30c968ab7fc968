"""A document that is no record is named, without its values, and hides no other."""

from __future__ import annotations

from typing import Any

import pytest

from shared.adapters.firestore.codec import COLLECTIONS, to_document
from shared.adapters.firestore.database import FirestoreDatabase
from shared.domain.ledger import JournalEntry
from shared.domain.order import Order
from shared.usecases.ports.database import Unreadable
from tests.builders.orders import an_order
from tests.contracts.local_firestore import LocalFirestore

UNBALANCED = {
    "id": "je_1",
    "order_id": "ord_1",
    "at": "2026-11-01T00:00:00Z",
    "cause": "evt_1",
    "postings": [
        {"account": "income:sales", "amount": {"minor": 1, "currency": "eur"}},
        {"account": "assets:stripe", "amount": {"minor": 1, "currency": "eur"}},
    ],
}


@pytest.mark.parametrize(
    ("kind", "spoiled", "why"),
    [
        (Order, {"status": "astrid@buyer.example"}, "status: Input should be"),
        (Order, {"total": None, "lines": None}, "lines: Input should be a valid tuple"),
        (JournalEntry, UNBALANCED, "journal entry je_1 does not balance"),
    ],
    ids=["a status of no kind", "nothing where lines should be", "a sum that is not zero"],
)
def test_it_is_told_beside_the_records_that_can_be_read(
    local_firestore: LocalFirestore, kind: type[Any], spoiled: dict[str, Any], why: str
) -> None:
    order = an_order()
    with local_firestore.client() as client:
        client.collection("orders").document(order.id).set(to_document(order))
        document = to_document(order) | spoiled if kind is Order else spoiled
        client.collection(COLLECTIONS[kind]).document("spoiled").set(document)
        database = FirestoreDatabase(client)
        found = list(database.examine(kind))
        orders = [one for one in database.examine(Order) if not isinstance(one, Unreadable)]

    (told,) = [one for one in found if isinstance(one, Unreadable)]
    assert (told.kind, told.id) == (COLLECTIONS[kind], "spoiled")
    assert told.why.startswith(why)
    assert "astrid" not in told.why
    assert orders == [order]
