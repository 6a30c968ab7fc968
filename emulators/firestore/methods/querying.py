"""RunQuery and RunAggregationQuery."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from google.cloud.firestore_v1.types import firestore

from emulators.clock.clock import Clock
from emulators.firestore.indexes.plan import Planner
from emulators.firestore.methods.answering import Methods, server_stream
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.queries.aggregation import aggregations_of
from emulators.firestore.queries.explaining import add_aggregation_cost, add_cost, plan_metrics
from emulators.firestore.queries.projection import project
from emulators.firestore.queries.query import Query, query_of
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.instants import timestamp_of
from emulators.firestore.storage.names import database_of_parent
from emulators.firestore.wire import (
    Document,
    Request,
    Response,
    Timestamp,
    make_aggregation_response,
    make_query_response,
)


class Querying:
    def __init__(
        self,
        databases: Databases,
        consistency: Consistency,
        planner: Planner,
        clock: Clock,
    ) -> None:
        self._databases = databases
        self._clock = clock
        self._consistency = consistency
        self._planner = planner

    def methods(self) -> Methods:
        return {
            "RunQuery": server_stream(self.run_query, firestore.RunQueryRequest),
            "RunAggregationQuery": server_stream(
                self.run_aggregation_query, firestore.RunAggregationQueryRequest
            ),
        }

    async def run_query(self, request: Request) -> AsyncIterator[Response]:
        began_at = self._clock.now()
        database = self._databases.open(database_of_parent(request.parent))
        query = query_of(request.parent, request.structured_query)
        metrics = self._plan(query, request)
        if metrics is not None and not request.explain_options.analyze:
            yield make_query_response(explain_metrics=metrics)
            return
        with self._consistency.read(database, request) as read:
            result = await read.view.query(query)
            read_time = timestamp_of(read.view.read_at())
        if read.begun:
            yield make_query_response(transaction=read.begun)
        documents = result.documents
        responses = _query_responses(documents, query, read_time, result.skipped_count)
        if metrics is None:
            responses[-1].done = True
        for response in responses:
            yield response
        if metrics is not None:
            add_cost(
                metrics,
                documents_count=len(result.seen),
                results_count=len(documents),
                took=self._clock.now() - began_at,
            )
            # Clients stop reading at the end that is told, so it is told with the metrics.
            yield make_query_response(explain_metrics=metrics, read_time=read_time, done=True)

    async def run_aggregation_query(self, request: Request) -> AsyncIterator[Response]:
        began_at = self._clock.now()
        database = self._databases.open(database_of_parent(request.parent))
        message = request.structured_aggregation_query
        aggregations = aggregations_of(message)
        query = query_of(request.parent, message.structured_query, aggregations.fields)
        metrics = self._plan(query, request)
        if metrics is not None and not request.explain_options.analyze:
            yield make_aggregation_response(explain_metrics=metrics)
            return
        with self._consistency.read(database, request) as read:
            result = await read.view.query(query)
            read_time = timestamp_of(read.view.read_at())
        if read.begun:
            yield make_aggregation_response(transaction=read.begun)
        fields = aggregations.of(result.documents)
        yield make_aggregation_response(result={"aggregate_fields": fields}, read_time=read_time)
        if metrics is not None:
            took = self._clock.now() - began_at
            add_aggregation_cost(metrics, entries_count=len(result.seen), took=took)
            yield make_aggregation_response(explain_metrics=metrics, read_time=read_time)

    def _plan(self, query: Query, request: Request) -> Response | None:
        """The metrics to come, if the request asks for an explanation."""
        if not request.HasField("explain_options"):
            self._planner.check(query)
            return None
        return plan_metrics(self._planner.plan(query))


def _query_responses(
    documents: Sequence[Document], query: Query, read_time: Timestamp, skipped_count: int
) -> Sequence[Response]:
    """One for each document; one without a document where there is none."""
    responses = [
        make_query_response(document=project(each, query.projection), read_time=read_time)
        for each in documents
    ] or [make_query_response(read_time=read_time)]
    responses[0].skipped_results = skipped_count
    return responses
