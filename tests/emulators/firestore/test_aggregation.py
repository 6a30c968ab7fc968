"""count, sum and avg."""

from __future__ import annotations

import math
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client
from google.cloud.firestore_v1.base_query import FieldFilter

from tests.emulators.firestore.rpc import Rpc


def _store(client: Client, values: list[Any]) -> None:
    for position, value in enumerate(values):
        client.document(f"items/{position}").set({"f": value, "even": position % 2 == 0})
    client.document("items/without").set({"even": True})


def _result(aggregation: Any) -> Any:
    [[result]] = aggregation.get()
    return result.value


@pytest.mark.parametrize(
    ("values", "total", "average"),
    [
        ([1, 2, 4], 7, 7 / 3),
        ([1, 2.5], 3.5, 1.75),
        (["word", None, [1]], 0, 0),
        ([1, "word", 3], 4, 2.0),
        ([2**63 - 1, 1, -5], 2**63 - 5, (2**63 - 5) / 3),
        ([2**63 - 1, 1], float(2**63), float(2**62)),
        ([], 0, 0),
    ],
)
def test_sum_and_average_take_numbers_alone(
    client: Client, values: list[Any], total: float, average: float
) -> None:
    _store(client, values)
    assert _result(client.collection("items").sum("f")) == total
    assert _result(client.collection("items").avg("f")) == average


def test_an_average_of_nothing_is_null(rpc: Rpc) -> None:
    """The client library reads it as 0."""
    average = {"avg": {"field": {"field_path": "f"}}, "alias": "average"}
    query = {"structured_query": {"from_": [{"collection_id": "items"}]}, "aggregations": [average]}
    request = {"parent": rpc.root, "structured_aggregation_query": query}
    [response] = rpc.api.run_aggregation_query(request=request)
    assert "null_value" in response.result.aggregate_fields["average"]


def test_nan_makes_the_sum_nan(client: Client) -> None:
    _store(client, [1, math.nan])
    assert math.isnan(_result(client.collection("items").sum("f")))


def test_count_counts_what_the_query_finds(client: Client) -> None:
    _store(client, [1, 2, 3, 4])
    items: Any = client.collection("items")
    assert _result(items.count()) == 5
    assert _result(items.where(filter=FieldFilter("even", "==", True)).count()) == 3
    assert _result(items.where(filter=FieldFilter("f", ">", 1)).count()) == 3
    assert _result(items.limit(2).count()) == 2
    assert _result(items.where(filter=FieldFilter("f", ">", 9)).count()) == 0


def test_aggregations_of_one_query_look_at_the_same_documents(client: Client) -> None:
    _store(client, [1, "word", 3])
    items: Any = client.collection("items")
    [results] = items.count("all").sum("f", "total").avg("f").get()
    values = {result.alias: result.value for result in results}
    assert values == {"all": 3, "total": 4, "field_1": 2.0}


@pytest.mark.parametrize(
    "aggregations",
    [
        [],
        [{"count": {"up_to": -1}}],
        [{"count": {}, "alias": "x"}, {"count": {}, "alias": "x"}],
        [{"count": {}, "alias": "__x__"}],
        [{"sum": {"field": {"field_path": "__name__"}}}],
    ],
)
def test_what_cannot_be_aggregated_is_refused(rpc: Rpc, aggregations: list[dict[str, Any]]) -> None:
    query = {"structured_query": {"from_": [{"collection_id": "items"}]}}
    request = {
        "parent": rpc.root,
        "structured_aggregation_query": {**query, "aggregations": aggregations},
    }
    with pytest.raises(InvalidArgument):
        list(rpc.api.run_aggregation_query(request=request, retry=None))
