"""Query explain: the plan, and with `analyze` the cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.cloud.firestore import Client, Query
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.query_profile import ExplainOptions, QueryExplainError

from emulators.topology import Index
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.local_firestore import running

PLAN, ANALYZE = ExplainOptions(analyze=False), ExplainOptions(analyze=True)
INDEXES = [Index(collection="orders", fields=(("status", "ASCENDING"), ("at", "DESCENDING")))]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with running(indexes=INDEXES) as firestore:
        yield firestore.host


@pytest.fixture
def orders(host: str) -> Iterator[Any]:
    with connected(host) as client:
        for n in range(3):
            client.document(f"orders/{n}").set({"status": "paid", "at": n})
        yield client.collection("orders")


def _properties(query: Any) -> list[str]:
    metrics = query.get(explain_options=PLAN).get_explain_metrics()
    assert all(used["query_scope"] == "Collection" for used in metrics.plan_summary.indexes_used)
    return [used["properties"] for used in metrics.plan_summary.indexes_used]


def test_a_plan_names_the_indexes_and_finds_nothing(orders: Any) -> None:
    paid = orders.where(filter=FieldFilter("status", "==", "paid"))
    assert _properties(paid) == ["(status ASC, __name__ ASC)"]
    assert _properties(paid.order_by("at", direction=Query.DESCENDING)) == [
        "(status ASC, at DESC, __name__ DESC)"
    ]
    assert _properties(orders.order_by("at")) == ["(at ASC, __name__ ASC)"]
    assert _properties(orders) == ["(__name__ ASC)"]
    two = paid.where(filter=FieldFilter("by", "==", 1))
    assert _properties(two) == ["(by ASC, __name__ ASC)", "(status ASC, __name__ ASC)"]
    planned = paid.get(explain_options=PLAN)
    assert list(planned) == []
    with pytest.raises(QueryExplainError):
        _ = planned.get_explain_metrics().execution_stats


def test_an_analysis_comes_with_the_results(orders: Any) -> None:
    results = orders.where(filter=FieldFilter("at", ">", 0)).get(explain_options=ANALYZE)
    assert [result.id for result in results] == ["1", "2"]
    stats = results.get_explain_metrics().execution_stats
    assert (stats.results_returned, stats.read_operations) == (2, 2)
    assert stats.execution_duration >= timedelta()
    assert stats.debug_stats["documents_scanned"] == "2"
    assert stats.debug_stats["billing_details"]["documents_billable"] == "2"


def test_a_query_that_finds_nothing_still_costs_a_read(orders: Any) -> None:
    results = orders.where(filter=FieldFilter("at", ">", 9)).get(explain_options=ANALYZE)
    assert list(results) == []
    assert results.get_explain_metrics().execution_stats.read_operations == 1


def test_an_aggregation_is_explained_too(orders: Any) -> None:
    planned = orders.count("all").get(explain_options=PLAN)
    assert list(planned) == []
    assert len(planned.get_explain_metrics().plan_summary.indexes_used) == 1
    counted = orders.count("all").get(explain_options=ANALYZE)
    [[result]] = list(counted)
    stats = counted.get_explain_metrics().execution_stats
    assert (result.value, stats.results_returned, stats.read_operations) == (3, 1, 1)


def test_where_no_index_is_asked_for_the_plan_names_the_one_that_would_be(
    embedded_host: str,
) -> None:
    with connected(embedded_host) as client:
        query = _group(client).where(filter=FieldFilter("a", "==", 1)).order_by("b")
        [used] = query.get(explain_options=PLAN).get_explain_metrics().plan_summary.indexes_used
    assert used == {
        "query_scope": "Collection Group",
        "properties": "(a ASC, b ASC, __name__ ASC)",
    }


def _group(client: Client) -> Any:
    return client.collection_group("lines")
