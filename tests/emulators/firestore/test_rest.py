"""The JSON API: through the official client's REST transport, and as plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from google.api_core.exceptions import BadRequest, Conflict, NotFound
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreRestTransport

from tests.emulators.firestore.clients import new_project
from tests.emulators.firestore.local_firestore import LocalFirestore, running
from tests.emulators.firestore.rpc import Rpc

ITEMS = {"from_": [{"collection_id": "items"}]}
DEADLINE_SECONDS = 10


@pytest.fixture(scope="module")
def server() -> Iterator[LocalFirestore]:
    with running(indexes=[]) as firestore:
        yield firestore


@pytest.fixture
def rest(server: LocalFirestore) -> Rpc:
    transport = FirestoreRestTransport(
        host=server.rest_url.removeprefix("http://"),
        url_scheme="http",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]  # the library's own
    )
    return Rpc(
        FirestoreClient(transport=transport), f"projects/{new_project()}/databases/(default)"
    )


def test_documents_are_committed_read_and_queried(rest: Rpc) -> None:
    rest.commit(rest.put("items/1", n=1), rest.put("items/2", n=2))
    one, none = rest.get("items/1", "items/none")
    assert one is not None
    assert (one.fields["n"].integer_value, none) == (1, None)
    assert rest.query(ITEMS) == ["items/1", "items/2"]
    assert rest.query({"from_": [{"collection_id": "none"}]}) == []


def test_a_transaction_works_over_http(rest: Rpc) -> None:
    transaction = rest.begin()
    rest.get("items/1", transaction=transaction)
    rest.commit(rest.put("items/1", n=1), transaction=transaction)
    with pytest.raises(BadRequest):
        rest.commit(rest.put("items/1", n=2), transaction=transaction)
    rest.rollback(rest.begin())
    assert rest.integer("items/1", "n") == 1


def test_documents_below_a_document_are_created_updated_listed_and_deleted(rest: Rpc) -> None:
    fields = {"n": {"integer_value": 1}}
    parent = {"parent": f"{rest.root}/shops/1", "collection_id": "items"}
    request = {**parent, "document_id": "å b", "document": {"fields": fields}}
    created = rest.api.create_document(request=request)
    with pytest.raises(Conflict):
        rest.api.create_document(request=request)
    document = {"name": created.name, "fields": {"m": {"string_value": "x"}}}
    mask = {"field_paths": ["m"]}
    updated = rest.api.update_document(request={"document": document, "update_mask": mask})
    assert set(updated.fields) == {"n", "m"}
    assert [each.name for each in rest.api.list_documents(request=parent)] == [created.name]
    assert list(rest.api.list_collection_ids(parent=rest.root)) == ["shops"]
    rest.api.delete_document(name=created.name)
    with pytest.raises(NotFound):
        rest.api.get_document(request={"name": created.name})


def test_documents_at_the_root_are_created_and_listed(server: LocalFirestore, rest: Rpc) -> None:
    """The official client cannot say so, but plain HTTP does."""
    path = f"{rest.root}/items"
    created = _post(server, f"{path}?documentId=1", {"fields": {"n": {"integerValue": "1"}}})
    assert created.json()["fields"] == {"n": {"integerValue": "1"}}
    _post(server, f"{path}?documentId=2", {"fields": {"n": {"integerValue": "2"}}})
    again = _post(server, f"{path}?documentId=2", {})
    assert (again.status_code, again.json()["error"]["status"]) == (409, "ALREADY_EXISTS")
    url = f"{server.rest_url}/v1/{path}?pageSize=1&mask.fieldPaths=m&orderBy=n%20desc"
    page = requests.get(url, timeout=DEADLINE_SECONDS).json()
    assert [document["name"] for document in page["documents"]] == [f"{path}/2"]
    assert page["nextPageToken"]
    assert "fields" not in page["documents"][0]


def test_counts_batches_and_partitions(rest: Rpc) -> None:
    writes = [rest.put(f"items/{n}", n=n) for n in range(4)]
    response = rest.api.batch_write(request={"database": rest.database, "writes": writes})
    assert [status.code for status in response.status] == [0] * 4
    counting = {"structured_query": ITEMS, "aggregations": [{"count": {}, "alias": "all"}]}
    request = {"parent": rest.root, "structured_aggregation_query": counting}
    [counted] = rest.api.run_aggregation_query(request=request)
    assert counted.result.aggregate_fields["all"].integer_value == 4
    group = {"from_": [{"collection_id": "items", "all_descendants": True}]}
    cutting = {"parent": rest.root, "structured_query": group, "partition_count": 1}
    assert len(list(rest.api.partition_query(request=cutting))) == 1


def _post(server: LocalFirestore, path: str, content: Any) -> requests.Response:
    return requests.post(f"{server.rest_url}/v1/{path}", json=content, timeout=DEADLINE_SECONDS)


def test_errors_have_googles_form(server: LocalFirestore, rest: Rpc) -> None:
    missing = requests.get(f"{server.rest_url}/v1/{rest.root}/c/1", timeout=DEADLINE_SECONDS)
    assert missing.status_code == 404
    assert missing.json()["error"] == {
        "code": 404,
        "message": f'Document "{rest.root}/c/1" not found.',
        "status": "NOT_FOUND",
    }
    unknown = _post(server, f"{rest.root}:commit", {"nonsense": 1})
    assert unknown.status_code == 400
    assert 'Unknown name "nonsense"' in unknown.json()["error"]["message"]


def test_a_stream_that_fails_is_an_array_with_the_error(server: LocalFirestore, rest: Rpc) -> None:
    query = {
        "from": [{"collectionId": "c"}],
        "orderBy": [{"field": {"fieldPath": p}} for p in "ab"],
    }
    answer = _post(server, f"{rest.root}:runQuery", {"structuredQuery": query})
    assert answer.status_code == 400
    [failure] = answer.json()
    assert failure["error"]["status"] == "FAILED_PRECONDITION"
    assert "requires an index" in failure["error"]["message"]
    [unreadable] = _post(server, f"{rest.root}:runQuery", {"nonsense": 1}).json()
    assert unreadable["error"]["status"] == "INVALID_ARGUMENT"


def test_a_subcollection_is_queried_below_its_document(server: LocalFirestore, rest: Rpc) -> None:
    rest.commit(rest.put("orders/1/lines/a", n=1), rest.put("orders/2/lines/b", n=1))
    query = {"structuredQuery": {"from": [{"collectionId": "lines"}]}}
    [found] = _post(server, f"{rest.root}/orders/1:runQuery", query).json()
    assert found["document"]["name"].endswith("orders/1/lines/a")


def test_indexes_are_administered_over_http(server: LocalFirestore, rest: Rpc) -> None:
    parent = f"{rest.database}/collectionGroups/c/indexes"
    fields = [{"fieldPath": path, "order": "ASCENDING"} for path in "ab"]
    made = _post(server, parent, {"queryScope": "COLLECTION", "fields": fields}).json()
    assert made["done"]
    listed = requests.get(f"{server.rest_url}/v1/{parent}", timeout=DEADLINE_SECONDS).json()
    assert [index["name"] for index in listed["indexes"]] == [made["response"]["name"]]


def test_what_is_nowhere_is_not_found(server: LocalFirestore) -> None:
    assert _post(server, "nowhere", {}).status_code == 404
