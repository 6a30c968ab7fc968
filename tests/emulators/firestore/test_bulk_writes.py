"""BatchWrite: many writes, each on its own."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import InvalidArgument

from tests.emulators.firestore.rpc import Rpc

NOT_FOUND = 5


def test_one_refused_write_leaves_the_others_alone(own_rpc: Rpc) -> None:
    absent = own_rpc.put("c/absent", n=2)
    absent.current_document.exists = True
    writes = [own_rpc.put("c/1", n=1), absent, own_rpc.put("c/3", n=3)]
    request = {"database": own_rpc.database, "writes": writes}
    response = own_rpc.api.batch_write(request=request)
    assert [status.code for status in response.status] == [0, NOT_FOUND, 0]
    assert own_rpc.integer("c/1", "n") == 1
    assert own_rpc.get("c/absent") == [None]
    assert own_rpc.integer("c/3", "n") == 3


def test_a_document_cannot_be_written_twice(own_rpc: Rpc) -> None:
    request = {"database": own_rpc.database, "writes": [own_rpc.put("c/1", n=1)] * 2}
    with pytest.raises(InvalidArgument, match="more than once"):
        own_rpc.api.batch_write(request=request)
    assert own_rpc.get("c/1") == [None]
