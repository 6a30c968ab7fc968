"""Limits of production that Google's own emulator does not keep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client, Increment

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


def test_a_document_takes_500_transforms_in_one_commit(embedded: Client) -> None:
    document = embedded.document("c/1")
    document.set({f"f{number}": Increment(1) for number in range(500)})
    batch = embedded.batch()
    batch.update(document, {f"f{number}": Increment(1) for number in range(250)})
    batch.update(document, {f"f{number}": Increment(1) for number in range(251)})
    with pytest.raises(InvalidArgument, match="field transformations"):
        batch.commit()
    assert document.get().get("f0") == 1


def test_a_commit_takes_more_than_500_documents(embedded: Client) -> None:
    batch = embedded.batch()
    for number in range(501):
        batch.set(embedded.document(f"c/{number}"), {"n": number})
    assert len(batch.commit()) == 501


def test_a_name_has_at_most_six_kibibytes(own_rpc: Rpc) -> None:
    path = "/".join(["c", "x" * 1400] * 4)
    own_rpc.commit(own_rpc.put(path, n=1))
    with pytest.raises(InvalidArgument, match="longer than 6144 bytes"):
        own_rpc.commit(own_rpc.put(f"{path}/c/{'x' * 600}", n=1))


def test_collections_lie_at_most_a_hundred_deep(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("/".join(["c", "d"] * 100), n=1))
    with pytest.raises(InvalidArgument, match="at most 100 deep"):
        own_rpc.commit(own_rpc.put("/".join(["c", "d"] * 101), n=1))


def test_a_field_path_has_at_most_1500_bytes(own_rpc: Rpc) -> None:
    order = {"field": {"field_path": ".".join(["abcd"] * 301)}}
    with pytest.raises(InvalidArgument, match="longer than 1500 bytes"):
        own_rpc.query({"from_": [{"collection_id": "c"}], "order_by": [order]})
