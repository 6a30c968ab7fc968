"""Query explain: the plan of a query, and what running it cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from google.cloud.firestore_v1.types import query_profile

from emulators.firestore.indexes.definition import (
    ASCENDING,
    COLLECTION,
    CONTAINS,
    DESCENDING,
    VECTOR,
    IndexDefinition,
    IndexField,
)
from emulators.firestore.wire import Response

make_metrics: Callable[..., Response] = query_profile.ExplainMetrics.pb()
INDEX_ENTRIES_PER_READ = 1000
_SHORT = {ASCENDING: "ASC", DESCENDING: "DESC", CONTAINS: "CONTAINS", VECTOR: "VECTOR"}


def plan_metrics(indexes: Sequence[IndexDefinition]) -> Response:
    """Of a query that is planned and not run."""
    metrics = make_metrics()
    for index in indexes:
        metrics.plan_summary.indexes_used.add().update(
            {
                "query_scope": "Collection" if index.scope == COLLECTION else "Collection Group",
                "properties": f"({', '.join(map(_written, index.full_fields))})",
            }
        )
    metrics.plan_summary.SetInParent()
    return metrics


def add_cost(
    metrics: Response, *, documents_count: int, results_count: int, took: timedelta
) -> None:
    """Of a query that returned what it read: one read for each document, and never none."""
    stats = metrics.execution_stats
    stats.results_returned = results_count
    stats.execution_duration.FromTimedelta(took)
    stats.read_operations = max(1, documents_count)
    stats.debug_stats.update(
        _debug_stats(scanned=documents_count, entries=documents_count, billable=documents_count)
    )


def add_aggregation_cost(metrics: Response, *, entries_count: int, took: timedelta) -> None:
    """Of an aggregation: one result, and one read for each thousand index entries."""
    stats = metrics.execution_stats
    stats.results_returned = 1
    stats.execution_duration.FromTimedelta(took)
    stats.read_operations = max(1, -(-entries_count // INDEX_ENTRIES_PER_READ))
    stats.debug_stats.update(_debug_stats(scanned=0, entries=entries_count, billable=0))


def _debug_stats(*, scanned: int, entries: int, billable: int) -> dict[str, object]:
    return {
        "documents_scanned": str(scanned),
        "index_entries_scanned": str(entries),
        "billing_details": {
            "documents_billable": str(billable),
            "index_entries_billable": str(0 if billable else entries),
            "small_ops": "0",
            "min_query_cost": "0" if entries else "1",
        },
    }


def _written(field: IndexField) -> str:
    return f"{field.path} {_SHORT[field.mode]}"
