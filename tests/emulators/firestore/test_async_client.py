"""The same service for the asynchronous client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from google.cloud.firestore import (
    SERVER_TIMESTAMP,
    AsyncClient,
    AsyncTransaction,
    async_transactional,
)
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.base_vector_query import DistanceMeasure
from google.cloud.firestore_v1.query_profile import ExplainOptions
from google.cloud.firestore_v1.vector import Vector

from tests.emulators.firestore.clients import async_client


def _run(host: str, use: Callable[[Any], Awaitable[object]]) -> object:
    async def used() -> object:
        client = async_client(host)
        try:
            return await use(client)
        finally:
            client.close()  # type: ignore[no-untyped-call]  # the library's own

    return asyncio.run(used())


@async_transactional
async def _increment(transaction: AsyncTransaction, client: AsyncClient) -> None:
    document = client.document("counters/1")
    snapshot = await document.get(transaction=transaction)
    transaction.update(document, {"n": snapshot.get("n") + 1})


def test_concurrent_coroutines_increment_one_document(any_host: str) -> None:
    async def increment_twice(client: Any) -> object:
        await client.document("counters/1").set({"n": 0})
        await asyncio.gather(*(_increment(client.transaction(), client) for _ in range(2)))
        [found] = [document async for document in client.collection("counters").stream()]
        return found.get("n")

    assert _run(any_host, increment_twice) == 2


def test_batches_queries_and_counts(any_host: str) -> None:
    async def use(client: Any) -> object:
        batch = client.batch()
        for n in range(5):
            batch.set(client.document(f"items/{n}"), {"n": n, "at": SERVER_TIMESTAMP})
        await batch.commit()
        query = client.collection("items").where(filter=FieldFilter("n", ">", 1))
        [[counted]] = await query.count().get()
        last = await query.order_by("n").limit_to_last(2).get()
        listed = [each.id async for each in client.collection("items").list_documents()]
        return counted.value, [each.id for each in last], listed

    assert _run(any_host, use) == (3, ["3", "4"], ["0", "1", "2", "3", "4"])


def test_partitions_vectors_and_plans(embedded_host: str) -> None:
    async def use(client: Any) -> object:
        for n in range(4):
            await client.document(f"items/{n}").set({"v": Vector([float(n)])})
        group = client.collection_group("items")
        parts = [part async for part in group.get_partitions(3)]
        found = (
            await client.collection("items")
            .find_nearest("v", Vector([2.2]), 2, DistanceMeasure.EUCLIDEAN)
            .get()
        )
        plan = await group.get(explain_options=ExplainOptions(analyze=True))
        stats = plan.get_explain_metrics().execution_stats
        return len(parts), [each.id for each in found], stats.results_returned

    assert _run(embedded_host, use) == (4, ["2", "3"], 4)
