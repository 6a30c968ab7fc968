"""Cloud Tasks behind the `Tasks` port: HTTP tasks that prove who sent them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import grpc
from google.api_core import exceptions as gax
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.protobuf.timestamp_pb2 import Timestamp

from shared.adapters.google_failures import UNCLEAR
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Queue, Task

TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class QueueTarget:
    queue: str  # projects/P/locations/L/queues/Q
    function_url: str  # the audience, too
    path: str


def tasks_client(emulator_host: str) -> tasks_v2.CloudTasksClient:
    if not emulator_host:
        return tasks_v2.CloudTasksClient()
    channel = grpc.insecure_channel(emulator_host)
    return tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))


class CloudTasks:
    def __init__(
        self,
        client: tasks_v2.CloudTasksClient,
        targets: Mapping[Queue, QueueTarget],
        invoker: str,
    ) -> None:
        """`invoker` is the service account whose token the task carries."""
        self._client = client
        self._targets = targets
        self._invoker = invoker

    def enqueue(self, task: Task) -> None:
        target = self._targets[task.queue]
        try:
            self._client.create_task(
                parent=target.queue,
                task=self._task(task, target),
                retry=None,
                timeout=TIMEOUT_SECONDS,
            )
        except gax.AlreadyExists:
            return  # held, running or done lately: the sweep of its receiver covers the rest
        except UNCLEAR as error:
            raise Unavailable(str(error)) from error

    def _task(self, task: Task, target: QueueTarget) -> tasks_v2.Task:
        # Names that share a prefix land on one shard of the queue; the hash spreads them.
        prefix = hashlib.sha256(task.name.encode()).hexdigest()[:8]
        made = tasks_v2.Task(
            name=f"{target.queue}/tasks/{prefix}-{task.name}",
            http_request=tasks_v2.HttpRequest(
                http_method=tasks_v2.HttpMethod.POST,
                url=target.function_url + target.path,
                headers={"Content-Type": "application/json", "traceparent": task.traceparent},
                body=json.dumps(dict(task.body)).encode(),
                oidc_token=tasks_v2.OidcToken(
                    service_account_email=self._invoker, audience=target.function_url
                ),
            ),
        )
        if task.at is not None:
            at = Timestamp()
            at.FromDatetime(task.at)
            made.schedule_time = at
        return made
