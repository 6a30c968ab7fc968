"""Collection groups cut into parts that can be read side by side."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client

from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.rpc import Rpc

GROUP = {
    "from_": [{"collection_id": "lines", "all_descendants": True}],
    "order_by": [{"field": {"field_path": "__name__"}}],
}


def _fill(client: Client, count: int) -> list[str]:
    batch = client.batch()
    paths = sorted(f"orders/{n % 3}/lines/{n:02}" for n in range(count))
    for path in paths:
        batch.set(client.document(path), {"n": 1})
    batch.commit()
    return paths


@pytest.mark.parametrize("count", [0, 1, 2, 20])
def test_the_parts_together_are_the_whole(embedded_host: str, count: int) -> None:
    with connected(embedded_host) as client:
        paths = _fill(client, count)
        parts: Any = list(client.collection_group("lines").get_partitions(4))
        found = [[each.reference.path for each in part.query().stream()] for part in parts]
    assert [path for part in found for path in part] == paths
    assert len(found) == max(1, min(count, 5))
    assert max(map(len, found)) - min(map(len, found)) <= 1


def test_points_come_in_pages(own_rpc: Rpc) -> None:
    own_rpc.commit(*(own_rpc.put(f"lines/{n}", n=n) for n in range(8)))
    request = {
        "parent": own_rpc.root,
        "structured_query": GROUP,
        "partition_count": 3,
        "page_size": 2,
    }
    pages = own_rpc.api.partition_query(request=request).pages
    points = [[point.values[0].reference_value[-1] for point in page.partitions] for page in pages]
    assert points == [["2", "4"], ["6"]]


@pytest.mark.parametrize(
    "change",
    [
        {"partition_count": 0},
        {"partition_count": -1},
        {"page_size": -1},
        {"page_token": "nowhere"},
        {"structured_query": {"from_": [{"collection_id": "lines"}]}},
        {"structured_query": {**GROUP, "limit": 1}},
        {"structured_query": {**GROUP, "order_by": [{"field": {"field_path": "n"}}]}},
        {"structured_query": {**GROUP, "start_at": {"before": True}}},
    ],
)
def test_what_cannot_be_cut_is_refused(own_rpc: Rpc, change: dict[str, Any]) -> None:
    request = {"parent": own_rpc.root, "structured_query": GROUP, "partition_count": 2}
    with pytest.raises(InvalidArgument):
        list(own_rpc.api.partition_query(request={**request, **change}))


def test_a_document_cannot_be_the_parent(own_rpc: Rpc) -> None:
    request = {"parent": f"{own_rpc.root}/orders/1", "structured_query": GROUP}
    with pytest.raises(InvalidArgument, match="root"):
        list(own_rpc.api.partition_query(request={**request, "partition_count": 2}))
