from __future__ import annotations

import asyncio

import grpc
from google.cloud.tasks_v2 import CloudTasksAsyncClient, Queue, Task
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport

from tests.emulators.tasks.cloud import LOCATION, QUEUE, Cloud
from tests.emulators.tasks.handler import URL


async def _create(port: int) -> list[str]:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        client = CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))
        await client.create_queue(parent=LOCATION, queue=Queue(name=QUEUE))
        await client.pause_queue(name=QUEUE)
        await client.create_task(parent=QUEUE, task=Task(http_request={"url": URL}))
        return [task.name async for task in await client.list_tasks(parent=QUEUE)]


def test_the_asyncio_client_works_as_it_is(cloud: Cloud) -> None:
    [name] = asyncio.run(_create(cloud.port))

    assert name.startswith(f"{QUEUE}/tasks/")
