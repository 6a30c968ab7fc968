"""What is not served says so, with its name."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import MethodNotImplemented
from google.cloud.firestore_v1.types import ExecutePipelineRequest

from tests.emulators.firestore.rpc import Rpc


def test_a_pipeline_is_not_served(own_rpc: Rpc) -> None:
    request = ExecutePipelineRequest(database=own_rpc.database)
    with pytest.raises(MethodNotImplemented, match="Firestore/ExecutePipeline is not served"):
        list(own_rpc.api.execute_pipeline(request=request, retry=None))
