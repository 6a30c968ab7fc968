"""The wiring of one deployment, as Terraform plans it. `topology.json` is the only copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict

SNAPSHOT = Path(__file__).with_name("topology.json")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Oidc(_Part):
    service_account_email: str
    audience: str


class Retry(_Part):
    minimum_backoff_seconds: int
    maximum_backoff_seconds: int


class DeadLetter(_Part):
    topic: str
    max_delivery_attempts: int


class Subscription(_Part):
    name: str
    topic: str
    filter: str
    ack_deadline_seconds: int
    message_retention_seconds: int
    push_endpoint: str
    oidc: Oidc
    retry: Retry
    dead_letter: DeadLetter | None


class Files(_Part):
    """Avro files in a bucket, one for so many seconds."""

    bucket: str
    datetime_format: str
    suffix: str
    max_duration_seconds: int
    write_metadata: bool


class Rows(_Part):
    table: str  # project.dataset.table
    write_metadata: bool


class Export(_Part):
    """A subscription by which Pub/Sub itself keeps what comes: as files, or as rows."""

    name: str
    topic: str
    filter: str
    message_retention_seconds: int
    dead_letter: DeadLetter
    files: Files | None
    rows: Rows | None


class Table(_Part):
    name: str  # project.dataset.table
    columns: tuple[tuple[str, str], ...]  # name and type


class RateLimits(_Part):
    max_dispatches_per_second: float
    max_concurrent_dispatches: int


class RetryConfig(_Part):
    max_attempts: int
    max_retry_duration_seconds: int
    min_backoff_seconds: float
    max_backoff_seconds: float
    max_doublings: int


class Queue(_Part):
    name: str
    rate_limits: RateLimits
    retry_config: RetryConfig


class Schedule(_Part):
    name: str
    schedule: str
    time_zone: str
    uri: str
    http_method: str
    oidc: Oidc
    retry_count: int


class SecretVariable(_Part):
    key: str
    secret: str
    version: str


class Function(_Part):
    name: str
    entry_point: str
    uri: str
    service_account: str
    public: bool
    timeout_seconds: int
    concurrency: int
    memory: str
    asgi: bool
    environment: dict[str, str]
    secret_environment: tuple[SecretVariable, ...]


class Index(_Part):
    collection: str
    fields: tuple[tuple[str, str], ...]
    scope: str = "COLLECTION"


class Ttl(_Part):
    """Documents of a collection group go this long after the instant in the field."""

    collection: str
    field: str
    offset_seconds: int


class Firestore(_Part):
    database: str
    indexes: tuple[Index, ...]
    unindexed: tuple[tuple[str, str], ...]  # collection and field without an index of its own
    ttl: tuple[Ttl, ...]


class Bucket(_Part):
    name: str
    uniform_access: bool = False  # IAM alone decides
    public_access_prevention: str = "inherited"
    versioned: bool = False
    retention_seconds: int | None = None


class Grant(_Part):
    """A role on one resource, by its full name, and on nothing else."""

    member: str  # `serviceAccount:...` or `allUsers`
    role: str
    resource: str


class Topology(_Part):
    project: str
    project_number: str
    region: str
    firestore: Firestore
    buckets: tuple[Bucket, ...]
    topics: tuple[str, ...]
    subscriptions: tuple[Subscription, ...]
    exports: tuple[Export, ...]
    tables: tuple[Table, ...]
    queues: tuple[Queue, ...]
    schedules: tuple[Schedule, ...]
    functions: tuple[Function, ...]
    grants: tuple[Grant, ...]
    stripe_events: tuple[str, ...]  # what the webhook endpoint at Stripe is subscribed to

    @classmethod
    def load(cls, path: Path = SNAPSHOT) -> Self:
        return cls.model_validate(json.loads(path.read_text(encoding="utf-8")))

    def function(self, name: str) -> Function:
        """The function of that name; `LookupError` when none is deployed."""
        for function in self.functions:
            if function.name == name:
                return function
        raise LookupError(f"no function is called {name!r}")

    def topic_name(self, topic: str) -> str:
        return f"projects/{self.project}/topics/{topic}"

    def subscription_name(self, subscription: str) -> str:
        return f"projects/{self.project}/subscriptions/{subscription}"

    def queue_name(self, queue: str) -> str:
        return f"projects/{self.project}/locations/{self.region}/queues/{queue}"


class Routes:
    """Where a deployed address is served on this machine: the local cloud's DNS.

    Everything keeps the addresses Terraform gives it (they are also the OIDC audiences);
    only whoever dials asks here first.
    """

    def __init__(self, local_ports: dict[str, int]) -> None:
        """`local_ports` maps a host such as `checkout-1.europe-north1.run.app` to a port."""
        self._local_ports = local_ports

    def dial(self, url: str, headers: Mapping[str, str] | None = None) -> str:
        """The address to connect to for `url`: itself, unless its host is served here.

        Whoever delivers gives the headers that go with it: they say who calls.
        """
        del headers  # here everybody may call everybody
        parts = urlsplit(url)
        port = self._local_ports.get(parts.hostname or "")
        if port is None:
            return url
        return urlunsplit(parts._replace(scheme="http", netloc=f"127.0.0.1:{port}"))
