"""RunQuery and RunAggregationQuery."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.methods.answering import Methods, server_stream
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.queries.aggregation import aggregations_of
from emulators.firestore.queries.projection import project
from emulators.firestore.queries.query import Query, query_of
from emulators.firestore.refusals import unimplemented
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.instants import timestamp_of
from emulators.firestore.storage.names import database_of_parent
from emulators.firestore.wire import (
    Request,
    Response,
    make_aggregation_response,
    make_query_response,
)


class Querying:
    def __init__(
        self,
        databases: Databases,
        consistency: Consistency,
        check_indexes: Callable[[Query], None],
    ) -> None:
        self._databases = databases
        self._consistency = consistency
        self._check_indexes = check_indexes

    def methods(self) -> Methods:
        return {
            "RunQuery": server_stream(self.run_query, firestore.RunQueryRequest),
            "RunAggregationQuery": server_stream(
                self.run_aggregation_query, firestore.RunAggregationQueryRequest
            ),
        }

    async def run_query(self, request: Request) -> AsyncIterator[Response]:
        _refuse_explain(request)
        database = self._databases.open(database_of_parent(request.parent))
        query = query_of(request.parent, request.structured_query)
        self._check_indexes(query)
        with self._consistency.read(database, request) as read:
            result = await read.view.query(query)
            read_time = timestamp_of(read.view.read_at())
        if read.begun:
            yield make_query_response(transaction=read.begun)
        responses = [
            make_query_response(document=project(each, query.projection), read_time=read_time)
            for each in result.documents
        ] or [make_query_response(read_time=read_time)]
        responses[0].skipped_results = result.skipped_count
        responses[-1].done = True
        for response in responses:
            yield response

    async def run_aggregation_query(self, request: Request) -> AsyncIterator[Response]:
        _refuse_explain(request)
        database = self._databases.open(database_of_parent(request.parent))
        message = request.structured_aggregation_query
        aggregations = aggregations_of(message)
        query = query_of(request.parent, message.structured_query, aggregations.fields)
        self._check_indexes(query)
        with self._consistency.read(database, request) as read:
            result = await read.view.query(query)
            read_time = timestamp_of(read.view.read_at())
        if read.begun:
            yield make_aggregation_response(transaction=read.begun)
        fields = aggregations.of(result.documents)
        yield make_aggregation_response(result={"aggregate_fields": fields}, read_time=read_time)


def _refuse_explain(request: Request) -> None:
    if request.HasField("explain_options"):
        raise unimplemented("Query explain is not built yet.")
