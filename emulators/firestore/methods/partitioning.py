"""PartitionQuery: points that cut a collection group into parts of about one size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.queries.ordering import Order
from emulators.firestore.queries.query import Query, query_of
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.names import check_database_name
from emulators.firestore.values.field_path import NAME
from emulators.firestore.wire import Document, Request, Response, StructuredQuery
from emulators.google_apis.refused import invalid

make_partition_response: Callable[..., Response] = firestore.PartitionQueryResponse.pb()


class Partitioning:
    def __init__(self, databases: Databases, consistency: Consistency) -> None:
        self._databases = databases
        self._consistency = consistency

    def methods(self) -> Methods:
        return {"PartitionQuery": unary(self.partition_query, firestore.PartitionQueryRequest)}

    async def partition_query(self, request: Request) -> Response:
        """A page token is the number of points on the pages before."""
        database = self._databases.open(_database_of(request.parent))
        if request.partition_count <= 0:
            raise invalid("Partition count must be greater than zero.")
        if request.page_size < 0:
            raise invalid("Page size must be nonnegative.")
        query = _partitioned(request.parent, request.structured_query)
        with self._consistency.read(database, request) as read:
            documents = (await read.view.query(query)).documents
        points = _points(documents, request.partition_count)
        start = _start(request.page_token)
        stop = start + (request.page_size or len(points))
        response = make_partition_response(
            next_page_token=str(stop) if stop < len(points) else "",
        )
        for name in points[start:stop]:
            response.partitions.add(before=True).values.add(reference_value=name)
        return response


def _database_of(parent: str) -> str:
    database, _, rest = parent.partition("/documents")
    if rest:
        raise invalid("Only the root of a database can be the parent of a partitioned query.")
    return check_database_name(database)


def _partitioned(parent: str, message: StructuredQuery) -> Query:
    query = query_of(parent, message)
    if not query.source.all_descendants:
        raise invalid("Only a query of all descendants can be partitioned.")
    if message.HasField("where") or query.nearest is not None or query.is_cut:
        raise invalid("A partitioned query takes no filter, limit, offset or vector search.")
    if message.HasField("start_at") or message.HasField("end_at"):
        raise invalid("A partitioned query takes no cursor.")
    if query.orders != (Order(NAME),):
        raise invalid("A partitioned query must be ordered by __name__ ascending.")
    return query


def _points(documents: Sequence[Document], count_max: int) -> list[str]:
    """Names at which a part begins; the first part begins where the query does."""
    parts = min(count_max + 1, len(documents))
    return [documents[len(documents) * part // parts].name for part in range(1, parts)]


def _start(page_token: str) -> int:
    if page_token and not page_token.isdigit():
        raise invalid("invalid page token")
    return int(page_token or 0)
