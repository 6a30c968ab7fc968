"""Vector search."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from google.api_core.exceptions import FailedPrecondition, InvalidArgument
from google.cloud.firestore import Client, CollectionReference
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.base_vector_query import DistanceMeasure
from google.cloud.firestore_v1.types import Write
from google.cloud.firestore_v1.vector import Vector

from emulators.topology import Index
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.local_firestore import running
from tests.emulators.firestore.rpc import Rpc

EUCLIDEAN, COSINE = DistanceMeasure.EUCLIDEAN, DistanceMeasure.COSINE
DOT_PRODUCT = DistanceMeasure.DOT_PRODUCT
VECTORS = {"east": (1.0, 0.0), "north": (0.0, 1.0), "far": (3.0, 4.0), "deep": (1.0, 0.0, 0.0)}
HERE = Vector([1.0, 0.0])
ONE = {"array_value": {"values": [{"double_value": 1.0}]}}


@pytest.fixture
def places(client: Client) -> CollectionReference:
    places = client.collection("places")
    for number, (id_, vector) in enumerate(VECTORS.items()):
        places.document(id_).set({"at": Vector(vector), "odd": number % 2 == 1})
    places.document("nowhere").set({"at": "unknown"})
    places.document("unset").set({"odd": True})
    return places


def _found(places: Any, measure: DistanceMeasure, **options: Any) -> dict[str, float]:
    query = places.find_nearest(
        "at", HERE, options.pop("limit", 10), measure, distance_result_field="d", **options
    )
    return {document.id: round(document.get("d"), 6) for document in query.get()}


@pytest.mark.parametrize(
    ("measure", "distances"),
    [
        (EUCLIDEAN, {"east": 0, "north": round(math.sqrt(2), 6), "far": round(math.sqrt(20), 6)}),
        (COSINE, {"east": 0, "far": 0.4, "north": 1}),
        (DOT_PRODUCT, {"far": 3, "east": 1, "north": 0}),
    ],
)
def test_the_nearest_come_first_and_only_vectors_of_the_dimension(
    places: CollectionReference, measure: DistanceMeasure, distances: dict[str, float]
) -> None:
    found = _found(places, measure)
    assert found == distances
    assert list(found) == list(distances)


@pytest.mark.parametrize(
    ("measure", "threshold", "ids"),
    [
        (EUCLIDEAN, 2.0, ["east", "north"]),
        (COSINE, 0.4, ["east", "far"]),
        (DOT_PRODUCT, 1.0, ["far", "east"]),
    ],
)
def test_a_threshold_leaves_out_what_is_less_similar(
    places: CollectionReference, measure: DistanceMeasure, threshold: float, ids: list[str]
) -> None:
    assert list(_found(places, measure, distance_threshold=threshold)) == ids


def test_a_limit_counts_from_the_nearest(places: CollectionReference) -> None:
    assert list(_found(places, EUCLIDEAN, limit=2)) == ["east", "north"]


def test_a_filter_comes_before_the_search(places: CollectionReference) -> None:
    odd = places.where(filter=FieldFilter("odd", "==", True))
    assert list(_found(odd, EUCLIDEAN)) == ["north"]


def test_without_a_field_for_it_the_distance_is_not_told(places: CollectionReference) -> None:
    query: Any = places.find_nearest("at", HERE, 1, EUCLIDEAN)
    [nearest] = query.get()
    assert nearest.to_dict() == {"at": HERE, "odd": False}


def test_a_group_is_searched_as_a_whole(client: Client) -> None:
    client.document("a/1/places/x").set({"at": Vector([5.0])})
    client.document("places/y").set({"at": Vector([4.0])})
    nearest: Any = client.collection_group("places").find_nearest("at", Vector([0.0]), 5, EUCLIDEAN)
    assert [document.id for document in nearest.get()] == ["y", "x"]


def _vector(*numbers: float) -> dict[str, Any]:
    values = [{"double_value": number} for number in numbers]
    fields = {
        "__type__": {"string_value": "__vector__"},
        "value": {"array_value": {"values": values}},
    }
    return {"map_value": {"fields": fields}}


@pytest.mark.parametrize(
    ("find", "query", "message"),
    [
        ({"limit": 0}, {}, "FindNearest.limit"),
        ({"limit": 1001}, {}, "FindNearest.limit"),
        ({"limit": None}, {}, "FindNearest.limit"),
        ({"distance_measure": 0}, {}, "Distance Measure"),
        ({"query_vector": {"integer_value": 1}}, {}, "must be of type vector"),
        ({"query_vector": _vector()}, {}, "zero length"),
        ({"query_vector": _vector(*[0.0] * 2049)}, {}, "at most 2048"),
        ({"distance_result_field": "__d__"}, {}, "reserved"),
        ({}, {"limit": 1}, "limit cannot be used"),
        ({}, {"offset": 1}, "offset cannot be used"),
    ],
)
def test_a_search_that_cannot_be_is_refused(
    rpc: Rpc, find: dict[str, Any], query: dict[str, Any], message: str
) -> None:
    complete = {
        "vector_field": {"field_path": "at"},
        "query_vector": _vector(1.0),
        "distance_measure": "EUCLIDEAN",
        "limit": 10,
        **find,
    }
    with pytest.raises(InvalidArgument, match=message):
        rpc.query({"from_": [{"collection_id": "c"}], "find_nearest": complete, **query})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": {"array_value": {"values": [{"integer_value": 1}]}}}, "of type 'double'"),
        ({"value": {"array_value": {}}}, "zero length"),
        ({}, "missing key 'value'"),
        ({"value": _vector(1.0)}, "must be an array"),
        ({"value": ONE, "more": {"integer_value": 1}}, "extraneous"),
    ],
)
def test_a_vector_has_one_form(rpc: Rpc, fields: dict[str, Any], message: str) -> None:
    vector = {"fields": {"__type__": {"string_value": "__vector__"}, **fields}}
    document = {"name": f"{rpc.root}/c/1", "fields": {"at": {"map_value": vector}}}
    with pytest.raises(InvalidArgument, match=message):
        rpc.commit(Write(update=document))


@pytest.fixture(scope="module")
def indexed_host() -> Iterator[str]:
    indexes = [
        Index(collection="places", fields=(("at", "VECTOR<2>"),)),
        Index(collection="places", fields=(("odd", "ASCENDING"), ("at", "VECTOR<2>"))),
    ]
    with running(indexes=indexes) as firestore:
        yield firestore.host


def test_a_vector_index_serves_its_dimension_and_its_filters(indexed_host: str) -> None:
    with connected(indexed_host) as client:
        places: Any = client.collection("places")
        places.document("here").set({"at": HERE, "odd": True})
        odd = places.where(filter=FieldFilter("odd", "==", True))
        assert list(_found(places, EUCLIDEAN)) == ["here"]
        assert list(_found(odd, COSINE)) == ["here"]
        with pytest.raises(FailedPrecondition, match='"dimension":"3"'):
            places.find_nearest("at", Vector([1.0, 2.0, 3.0]), 1, EUCLIDEAN).get()


def test_a_missing_vector_index_comes_with_the_command_that_makes_it(indexed_host: str) -> None:
    with connected(indexed_host) as client:
        named: Any = client.collection("places").where(filter=FieldFilter("name", "==", "x"))
        with pytest.raises(FailedPrecondition) as refusal:
            named.find_nearest("at", HERE, 1, EUCLIDEAN).get()
        assert refusal.value.message == (
            "Missing vector index configuration. Please create the required index with the"
            " following gcloud command: gcloud firestore indexes composite create"
            f" --project={client.project} --collection-group=places --query-scope=COLLECTION"
            " --field-config=order=ASCENDING,field-path=name"
            ' --field-config=vector-config=\'{"dimension":"2","flat": "{}"}\',field-path=at'
        )
