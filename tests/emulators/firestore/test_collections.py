"""Collections, collection groups, lists and projections."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client
from google.cloud.firestore_v1.base_query import FieldFilter

from tests.emulators.firestore.rpc import Rpc

PATHS = ["orders/1", "orders/1/lines/a", "orders/1/lines/b", "orders/2/lines/c", "lines/d"]


@pytest.fixture
def shop(client: Client) -> Client:
    for number, path in enumerate(PATHS):
        client.document(path).set({"n": number, "map": {"x": 1, "y": 2}})
    return client


def test_a_collection_holds_only_its_own_documents(shop: Client) -> None:
    assert [document.id for document in shop.collection("orders").stream()] == ["1"]
    lines = shop.collection("orders/1/lines").stream()
    assert [document.id for document in lines] == ["a", "b"]


def test_a_collection_group_reaches_every_collection_of_the_name(shop: Client) -> None:
    lines = shop.collection_group("lines")
    assert [line.id for line in lines.stream()] == ["d", "a", "b", "c"]
    late = lines.where(filter=FieldFilter("n", ">=", 2)).order_by("n")
    assert [line.id for line in late.stream()] == ["b", "c", "d"]


def test_names_are_ordered_id_by_id(client: Client) -> None:
    for path in ["x/a/s/1", "x/a b/s/1", "x/a-b/s/1", "x/a/s/0", "x/A/s/1"]:
        client.document(path).set({})
    paths = [each.reference.path for each in client.collection_group("s").stream()]
    assert paths == ["x/A/s/1", "x/a/s/0", "x/a/s/1", "x/a b/s/1", "x/a-b/s/1"]


def test_collections_are_listed_where_they_begin(shop: Client) -> None:
    assert [collection.id for collection in shop.collections()] == ["lines", "orders"]
    below = shop.document("orders/2").collections()
    assert [collection.id for collection in below] == ["lines"]


def test_a_list_shows_documents_that_only_have_children(shop: Client) -> None:
    listed = shop.collection("orders").list_documents(page_size=1)
    assert [reference.path for reference in listed] == ["orders/1", "orders/2"]


def _listed_ids(rpc: Rpc, **parameters: str) -> list[list[str]]:
    rpc.commit(*(rpc.put(f"items/{number}", n=-number) for number in range(5)))
    request = {"parent": rpc.root, "collection_id": "items", "page_size": 2, **parameters}
    pages = rpc.api.list_documents(request=request).pages
    return [[document.name[-1] for document in page.documents] for page in pages]


def test_a_list_comes_in_pages(rpc: Rpc) -> None:
    assert _listed_ids(rpc) == [["0", "1"], ["2", "3"], ["4"]]


def test_a_list_can_be_ordered(own_rpc: Rpc) -> None:
    assert _listed_ids(own_rpc, order_by="n") == [["4", "3"], ["2", "1"], ["0"]]
    assert _listed_ids(own_rpc, order_by="n desc") == [["0", "1"], ["2", "3"], ["4"]]


def test_a_page_token_from_nowhere_is_refused(rpc: Rpc) -> None:
    request = {"parent": rpc.root, "collection_id": "items", "page_token": "nowhere"}
    with pytest.raises(InvalidArgument, match="page token"):
        rpc.api.list_documents(request=request)


def test_a_projection_returns_the_selected_fields(shop: Client) -> None:
    [order] = shop.collection("orders").select(["map.x", "missing"]).stream()
    assert order.to_dict() == {"map": {"x": 1}}
    [name_only] = shop.collection("orders").select(["__name__"]).stream()
    assert name_only.to_dict() == {}
    assert name_only.create_time == order.create_time


def test_a_recursive_query_returns_everything_below(shop: Client) -> None:
    found = [each.reference.path for each in shop.collection("orders").recursive().stream()]
    assert found == ["orders/1", "orders/1/lines/a", "orders/1/lines/b", "orders/2/lines/c"]


def test_a_collection_is_gone_with_its_last_document(shop: Client) -> None:
    shop.document("lines/d").delete()
    assert [collection.id for collection in shop.collections()] == ["orders"]
    assert [line.id for line in shop.collection_group("lines").stream()] == ["a", "b", "c"]


def test_create_document_makes_up_an_id(rpc: Rpc) -> None:
    request = {"parent": rpc.root, "collection_id": "items", "document": {"fields": {}}}
    names = {rpc.api.create_document(request=request).name for _ in range(3)}
    assert len(names) == 3
    assert {len(name.rpartition("/")[2]) for name in names} == {20}
