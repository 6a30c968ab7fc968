"""The same service for the asynchronous client."""

from __future__ import annotations

import asyncio

from google.cloud.firestore import AsyncClient, AsyncTransaction, async_transactional

from tests.emulators.firestore.clients import async_client


@async_transactional
async def _increment(transaction: AsyncTransaction, client: AsyncClient) -> None:
    document = client.document("counters/1")
    snapshot = await document.get(transaction=transaction)
    transaction.update(document, {"n": snapshot.get("n") + 1})


def test_concurrent_coroutines_increment_one_document(any_host: str) -> None:
    async def increment_twice() -> object:
        client = async_client(any_host)
        await client.document("counters/1").set({"n": 0})
        await asyncio.gather(*(_increment(client.transaction(), client) for _ in range(2)))
        [found] = [document async for document in client.collection("counters").stream()]
        client.close()  # type: ignore[no-untyped-call]  # the library's own
        return found.get("n")

    assert asyncio.run(increment_twice()) == 2
