"""Limits of production that Google's own emulator does not keep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client

from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.rpc import Rpc


@pytest.fixture
def embedded(embedded_host: str) -> Iterator[Client]:
    with connected(embedded_host) as client:
        yield client


def test_a_commit_over_ten_mebibytes_is_refused(embedded: Client) -> None:
    batch = embedded.batch()
    for number in range(11):
        batch.set(embedded.document(f"c/{number}"), {"f": "x" * 1_000_000})
    with pytest.raises(InvalidArgument, match="payload size exceeds"):
        batch.commit()
    assert not embedded.document("c/0").get().exists


def test_a_document_of_another_database_is_refused(own_rpc: Rpc) -> None:
    write = own_rpc.put("c/1", n=1)
    write.update.name = write.update.name.replace("(default)", "other")
    with pytest.raises(InvalidArgument, match="not in the database"):
        own_rpc.commit(write)
