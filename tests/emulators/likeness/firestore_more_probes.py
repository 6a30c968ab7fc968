"""More of where one would expect Firestore emulators to differ: limits, listening, vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

from google.cloud.firestore import Client, Increment
from google.cloud.firestore_v1.base_query import FieldFilter, Or
from google.cloud.firestore_v1.base_vector_query import DistanceMeasure
from google.cloud.firestore_v1.field_path import FieldPath
from google.cloud.firestore_v1.types import ListenRequest, ListenResponse
from google.cloud.firestore_v1.vector import Vector

from tests.emulators.likeness.probe import Probe

DEADLINE_SECONDS = 10
TARGET = 7


def _accepted(call: Callable[[Client], Any]) -> Callable[[Client], str]:
    def ask(client: Client) -> str:
        call(client)
        return "accepted"

    return ask


def _large_commit(client: Client) -> None:
    batch = client.batch()
    for number in range(11):
        batch.set(client.document(f"large/{number}"), {"f": "x" * 1_000_000})
    batch.commit(retry=None)


def _transforms(client: Client) -> None:
    batch = client.batch()
    document = client.document("counters/1")
    document.set({"n": 0})
    batch.update(document, {f"f{number}": Increment(1) for number in range(501)})
    batch.commit()


def _many_values(client: Client) -> None:
    client.collection("c").where(filter=FieldFilter("n", "in", list(range(31)))).get()


def _many_disjunctions(client: Client) -> None:
    either = Or([FieldFilter("n", "==", number) for number in range(31)])
    client.collection("c").where(filter=either).get()


def _deep_collection(client: Client) -> None:
    client.document("/".join(["c", "d"] * 101)).set({"n": 1})


def _long_vector(client: Client) -> None:
    client.document("v/1").set({"at": Vector([1.0] * 2049)})


def _nearest_too_many(client: Client) -> None:
    nearest = client.collection("v").find_nearest(
        "at", Vector([1.0]), 1001, distance_measure=DistanceMeasure.EUCLIDEAN
    )
    nearest.get()


def _absent_database(client: Client) -> str:
    name = f"projects/{client.project}/databases/none/documents/c/1"
    client._firestore_api.get_document(request={"name": name})  # noqa: SLF001 - any database
    return "found"


class _Listening:
    """One target over one stream, as the clients do it."""

    def __init__(self, client: Client, **target: Any) -> None:
        self._requests: Queue[ListenRequest | None] = Queue()
        database = f"projects/{client.project}/databases/(default)"
        query = {"from_": [{"collection_id": "heard"}]}
        asked = {"query": {"parent": f"{database}/documents", "structured_query": query}}
        added = {**asked, "target_id": TARGET, **target}
        self._requests.put(ListenRequest(database=database, add_target=added))
        metadata = (("google-cloud-resource-prefix", database),)
        self.responses: Iterator[ListenResponse] = client._firestore_api.listen(  # noqa: SLF001
            requests=iter(self._requests.get, None), metadata=metadata, timeout=DEADLINE_SECONDS
        )

    def until_current(self) -> tuple[list[str], bytes]:
        """The documents that are told of, and the token to go on from."""
        names: list[str] = []
        is_current = False
        for response in self.responses:
            if response.document_change:
                names.append(response.document_change.document.name.rpartition("/")[2])
            change = response.target_change
            is_current = is_current or change.target_change_type.name == "CURRENT"
            if is_current and change.resume_token and not change.target_ids:
                self._requests.put(None)
                return names, change.resume_token
        raise AssertionError("the stream ended")


def _resumed(client: Client) -> str:
    for name in ("a", "b"):
        client.document(f"heard/{name}").set({"n": 1})
    _, token = _Listening(client).until_current()
    client.document("heard/b").update({"n": 2})
    names, _ = _Listening(client, resume_token=token).until_current()
    return "what has changed" if names == ["b"] else "everything"


def _document_id(client: Client) -> str:
    orders = client.collection("ids")
    orders.document("a").set({"n": 1})
    query = orders.where(filter=FieldFilter(FieldPath.document_id(), "==", orders.document("a")))
    return f"{len(query.get())} found"


MORE_PROBES: tuple[Probe[Client], ...] = (
    Probe("a commit of 11 MB", "INVALID_ARGUMENT", _accepted(_large_commit)),
    Probe("501 transforms of one document", "INVALID_ARGUMENT", _accepted(_transforms)),
    Probe("`in` with 31 values", "INVALID_ARGUMENT", _accepted(_many_values)),
    Probe("31 alternatives in a query", "INVALID_ARGUMENT", _accepted(_many_disjunctions)),
    Probe("a collection 101 deep", "INVALID_ARGUMENT", _accepted(_deep_collection)),
    Probe("a vector of 2,049 dimensions", "INVALID_ARGUMENT", _accepted(_long_vector)),
    Probe("the 1,001 nearest neighbours", "INVALID_ARGUMENT", _accepted(_nearest_too_many)),
    Probe("a document of a database that is not there", "NOT_FOUND", _absent_database),
    Probe("a listener that resumes is told", "what has changed", _resumed),
    Probe("a query by a document's id", "1 found", _document_id),
)
