"""What one service of the local cloud asks of another, whichever server stands for that now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import grpc

from emulators.pubsub.sinks import Column

_POLICIES = {
    "buckets": "storage",
    "databases": "iam",
    "queues": "tasks",
    "secrets": "secrets",
    "serviceAccounts": "iam",
    "services": "iam",
    "subscriptions": "pubsub",
    "topics": "pubsub",
}
"""Who keeps the policies of a kind of resources."""


class NotPublished(Exception):
    """Pub/Sub did not take a message. The text is its status."""


class Neighbours:
    """Servers by the name of their service. A server that is built anew takes the old one's place.

    It is Pub/Sub's way to Cloud Storage and to BigQuery, and theirs to Pub/Sub; and it is where
    whoever checks a role finds the policy of a resource.
    """

    def __init__(self) -> None:
        self._servers: dict[str, Any] = {}

    def settle(self, service: str, server: Any) -> None:
        """From now on this server stands for the service."""
        self._servers[service] = server

    def running(self, service: str) -> Any:
        """The server that was settled last, or None before there was one."""
        return self._servers.get(service)

    def roles_of(self, members: Collection[str], resource: str) -> Iterable[str]:
        """The roles that one of `members` has on a resource, whoever keeps its policy."""
        service = _POLICIES.get(resource.split("/")[-2], "")
        server = self._servers.get(service)
        return () if server is None else server.policies.roles_of(members, resource)

    def has_bucket(self, bucket: str) -> bool:
        return bool(self._servers["storage"].deliveries.has_bucket(bucket))

    async def put(self, bucket: str, name: str, content: bytes, content_type: str) -> None:
        await self._servers["storage"].deliveries.put(bucket, name, content, content_type)

    def columns(self, table: str) -> Sequence[Column]:
        columns: Sequence[Column] = self._servers["bigquery"].warehouse.columns(table)
        return columns

    async def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        errors: list[str] = await self._servers["bigquery"].warehouse.insert(table, rows)
        return errors

    def publish(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> grpc.StatusCode:
        """Publish, and say how that went."""
        status: grpc.StatusCode = self._servers["pubsub"].publish(topic, data, attributes)
        return status

    async def notify(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> None:
        """Publish, or raise `NotPublished`."""
        status = self.publish(topic, data, attributes)
        if status is not grpc.StatusCode.OK:
            raise NotPublished(f"{topic}: {status.name}")
