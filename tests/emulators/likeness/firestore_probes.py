"""Where one would expect Firestore emulators to differ from production."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from google.api_core.exceptions import Aborted
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import Client, transactional
from google.cloud.firestore_admin_v1 import Field, FirestoreAdminClient
from google.cloud.firestore_admin_v1.services.firestore_admin.transports import (
    FirestoreAdminGrpcTransport,
)
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.base_vector_query import DistanceMeasure
from google.cloud.firestore_v1.query_profile import ExplainOptions, QueryExplainError
from google.cloud.firestore_v1.vector import Vector

from tests.emulators.likeness.firestore_more_probes import MORE_PROBES
from tests.emulators.likeness.probe import Probe

WAIT_SECONDS = 0.5


def _composite_query(client: Client) -> str:
    orders = client.collection("orders")
    orders.add({"status": "paid", "at": 1})
    query = orders.where(filter=FieldFilter("status", "==", "paid")).order_by("at")
    return f"{len(query.get())} result without an index"


def _group_query(client: Client) -> str:
    client.document("orders/1/lines/1").set({"sku": "cup"})
    query = client.collection_group("lines").where(filter=FieldFilter("sku", "==", "cup"))
    return f"{len(query.get())} result without an index"


def _nearest(client: Client) -> str:
    places = client.collection("places")
    places.document("a").set({"at": Vector([1.0, 2.0])})
    found = places.find_nearest(
        "at", Vector([1.0, 2.0]), 1, distance_measure=DistanceMeasure.EUCLIDEAN
    ).get()
    return f"{len(found)} result without an index"


def _deep_document(client: Client) -> str:
    value: Any = 1
    for _ in range(21):
        value = {"a": value}
    client.document("deep/1").set({"map": value})
    return "accepted"


def _large_batch(client: Client) -> str:
    batch = client.batch()
    for number in range(501):
        batch.set(client.document(f"many/{number}"), {"n": number})
    return f"{len(batch.commit())} written"


def _partitions(client: Client) -> str:
    client.document("parts/1").set({"n": 1})
    list(client.collection_group("parts").get_partitions(2))
    return "partitions"


def _explain(client: Client) -> str:
    query = client.collection("orders").where(filter=FieldFilter("status", "==", "paid"))
    try:
        metrics = query.get(explain_options=ExplainOptions(analyze=True)).get_explain_metrics()
    except QueryExplainError:  # the answer carried none
        return "no plan"
    return "plan and statistics" if metrics.plan_summary.indexes_used else "no plan"


def _write_beside_a_reader(client: Client) -> str:
    """A set() of a document that an open transaction has read."""
    document = client.document("hot/1")
    document.set({"n": 0})
    transaction = client.transaction()
    transaction._begin()  # noqa: SLF001 - the decorator would commit by itself
    document.get(transaction=transaction)
    written = threading.Event()
    answers: list[str] = []

    def write() -> None:
        try:
            document.update({"n": 1}, retry=None)
            answers.append("waits, then is written")
        except Aborted:
            answers.append("ABORTED after two seconds")
        written.set()

    writer = threading.Thread(target=write)
    writer.start()
    waited = not written.wait(WAIT_SECONDS * 6)
    transaction._rollback()  # noqa: SLF001
    writer.join()
    return answers[0] if waited or answers[0] != "waits, then is written" else "is written at once"


def _contended_increments(client: Client) -> str:
    """Two transactions read one document, then both write it."""
    document = client.document("hot/2")
    document.set({"n": 0})
    both_read = threading.Barrier(2, timeout=WAIT_SECONDS)

    @transactional
    def increment(transaction: Any) -> None:
        count = document.get(transaction=transaction).get("n")
        with contextlib.suppress(threading.BrokenBarrierError):  # it waits for this one's lock
            both_read.wait()
        transaction.update(document, {"n": count + 1})

    failures: list[str] = []

    def run() -> None:
        started_at = datetime.now(UTC)
        try:
            increment(client.transaction())
        except (Aborted, ValueError):
            failures.append("failed")
        if datetime.now(UTC) - started_at > timedelta(seconds=1.8):
            failures.append("slow")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count = document.get().get("n")
    return f"{count} of 2 counted" + (", after a timeout of 2 s" if failures else "")


def _admin(client: Client) -> FirestoreAdminClient:
    channel = client._firestore_api.transport.grpc_channel  # noqa: SLF001
    transport = FirestoreAdminGrpcTransport(channel=channel, credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
    return FirestoreAdminClient(transport=transport)


def _list_indexes(client: Client) -> str:
    parent = f"projects/{client.project}/databases/(default)/collectionGroups/orders"
    list(_admin(client).list_indexes(parent=parent, retry=None))
    return "the indexes"


def _ttl_policy(client: Client) -> str:
    name = f"projects/{client.project}/databases/(default)/collectionGroups/keys/fields/expires_at"
    _admin(client).update_field(field=Field(name=name, ttl_config=Field.TtlConfig()), retry=None)
    return "set"


def _refused(call: Callable[[Client], Any]) -> Callable[[Client], str]:
    def ask(client: Client) -> str:
        call(client)
        return "accepted"

    return ask


PROBES: tuple[Probe[Client], ...] = (
    Probe(
        "a filter and an order without a composite index", "FAILED_PRECONDITION", _composite_query
    ),
    Probe("a collection group query without its index", "FAILED_PRECONDITION", _group_query),
    Probe("a nearest-neighbour query without a vector index", "FAILED_PRECONDITION", _nearest),
    Probe("a map nested 21 deep", "INVALID_ARGUMENT", _deep_document),
    Probe("a batch of 501 writes", "501 written", _large_batch),
    Probe("partitions of a collection group", "partitions", _partitions),
    Probe("an explained and analysed query", "plan and statistics", _explain),
    Probe(
        "a plain write of a document that an open transaction has read",
        "waits, then is written",
        _write_beside_a_reader,
    ),
    Probe(
        "two transactions that read, then write one document",
        "2 of 2 counted",
        _contended_increments,
    ),
    Probe("listing the indexes", "the indexes", _list_indexes),
    Probe("a TTL policy", "set", _ttl_policy),
    Probe(
        "a reserved document id",
        "INVALID_ARGUMENT",
        _refused(lambda client: client.document("orders/__id__").set({})),
    ),
    Probe(
        "an update of a document that is not there",
        "NOT_FOUND",
        _refused(lambda client: client.document("orders/none").update({"a": 1})),
    ),
    *MORE_PROBES,
)
