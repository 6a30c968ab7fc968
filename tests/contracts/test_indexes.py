"""Every query that the code can make is allowed by the deployed indexes, and needs each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from google.api_core.exceptions import FailedPrecondition

from emulators.topology import Index, Topology
from shared.adapters.firestore.database import FirestoreDatabase
from shared.usecases.ports.database import Query
from tests.contracts.local_firestore import running_firestore
from tests.contracts.queries import queries_asked, queries_written

INDEXES = Topology.load().firestore.indexes
ASKED = queries_asked()


def refused(indexes: Sequence[Index]) -> list[Query[Any]]:
    """The queries that lack an index."""
    with running_firestore(indexes=indexes) as local, local.client() as client:
        database = FirestoreDatabase(client)
        queries = [query for asked in ASKED.values() for query in asked]
        return [query for query in queries if _is_refused(database, query)]


def _is_refused(database: FirestoreDatabase, query: Query[Any]) -> bool:
    try:
        database.find(query)
    except FailedPrecondition:
        return True
    return False


def test_no_query_of_the_code_is_missing_here() -> None:
    assert queries_written() == {module: len(queries) for module, queries in ASKED.items()}


def test_the_deployed_indexes_allow_every_query() -> None:
    assert refused(INDEXES) == []


def test_without_any_one_index_a_query_would_be_refused() -> None:
    idle = {
        (index.collection, *(field for field, _ in index.fields))
        for index in INDEXES
        if not refused([other for other in INDEXES if other != index])
    }

    assert idle == set()
