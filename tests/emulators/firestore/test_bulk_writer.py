"""The client library's bulk writer and what is built upon it."""

from __future__ import annotations

from typing import Any

import pytest
from google.cloud.firestore import Client
from google.cloud.firestore_v1.bulk_writer import (
    BulkWriteFailure,
    BulkWriter,
    BulkWriterOptions,
    SendMode,
)

ALREADY_EXISTS = 6


@pytest.fixture(params=list(SendMode))
def writer(client: Client, request: pytest.FixtureRequest) -> Any:
    return client.bulk_writer(options=BulkWriterOptions(mode=request.param))


def test_many_documents_are_written_each_once(client: Client, writer: Any) -> None:
    for number in range(50):
        writer.create(client.document(f"many/{number:02}"), {"n": number})
    writer.close()
    assert [each.get("n") for each in client.collection("many").stream()] == list(range(50))


def test_a_failure_is_told_of_its_own_write_alone(client: Client, writer: Any) -> None:
    client.document("many/2").set({"n": "kept"})
    failures: list[BulkWriteFailure] = []

    def note(failure: BulkWriteFailure, _: BulkWriter) -> bool:
        failures.append(failure)
        return False

    writer.on_write_error(note)
    for number in range(4):
        writer.create(client.document(f"many/{number}"), {"n": number})
    writer.close()
    assert [failure.code for failure in failures] == [ALREADY_EXISTS]
    assert [each.get("n") for each in client.collection("many").stream()] == [0, 1, "kept", 3]


def test_in_series_a_document_written_twice_has_its_last_content(client: Client) -> None:
    """In parallel the client library promises no order."""
    writer: Any = client.bulk_writer(options=BulkWriterOptions(mode=SendMode.serial))
    document = client.document("many/1")
    writer.set(document, {"n": 1})
    writer.update(document, {"m": 2})
    writer.close()
    assert document.get().to_dict() == {"n": 1, "m": 2}


def test_a_recursive_delete_leaves_the_rest(client: Client) -> None:
    for path in ("shops/1", "shops/1/items/1", "shops/1/items/1/parts/1", "shops/2/items/2"):
        client.document(path).set({"n": 1})
    assert client.recursive_delete(client.document("shops/1")) == 3
    left = [each.reference.path for each in client.collection_group("items").stream()]
    assert left == ["shops/2/items/2"]
    assert not client.document("shops/1").get().exists
