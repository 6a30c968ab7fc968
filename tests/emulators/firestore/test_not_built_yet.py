"""What is missing says so, and does nothing else instead."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import MethodNotImplemented
from google.cloud.firestore_v1.types import ListenRequest

from tests.emulators.firestore.rpc import Rpc

ITEMS: dict[str, Any] = {"from_": [{"collection_id": "items"}]}


def test_vector_search_is_unimplemented(own_rpc: Rpc) -> None:
    vector = {"array_value": {"values": [{"double_value": 1.0}]}}
    nearest = {"vector_field": {"field_path": "v"}, "query_vector": vector}
    with pytest.raises(MethodNotImplemented):
        own_rpc.query({**ITEMS, "find_nearest": nearest})


def test_query_explain_is_unimplemented(own_rpc: Rpc) -> None:
    with pytest.raises(MethodNotImplemented):
        own_rpc.query(ITEMS, explain_options={"analyze": True})


def test_listen_and_partition_query_are_unimplemented(own_rpc: Rpc) -> None:
    with pytest.raises(MethodNotImplemented):
        list(own_rpc.api.listen(requests=iter([ListenRequest(database=own_rpc.database)])))
    request = {"parent": own_rpc.root, "structured_query": ITEMS, "partition_count": 2}
    with pytest.raises(MethodNotImplemented):
        own_rpc.api.partition_query(request=request)
