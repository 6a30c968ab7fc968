"""What a deployment is meant to consist of. Names are short unless said otherwise."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    """A newer plan may say more than this release looks at."""

    model_config = ConfigDict(frozen=True, extra="ignore")


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
    filter: str = ""
    ack_deadline_seconds: int
    push_endpoint: str
    oidc: Oidc
    retry: Retry | None = None
    dead_letter: DeadLetter | None = None


class Files(_Part):
    bucket: str


class Rows(_Part):
    table: str  # `project.dataset.table`


class Export(_Part):
    """A subscription that Pub/Sub itself delivers, to a bucket or to a table."""

    name: str
    topic: str
    filter: str = ""
    dead_letter: DeadLetter | None = None
    files: Files | None = None
    rows: Rows | None = None


class RateLimits(_Part):
    max_dispatches_per_second: float
    max_concurrent_dispatches: int


class RetryConfig(_Part):
    max_attempts: int
    max_retry_duration_seconds: int


class Queue(_Part):
    name: str
    rate_limits: RateLimits
    retry_config: RetryConfig


class Schedule(_Part):
    name: str
    schedule: str
    time_zone: str
    uri: str
    oidc: Oidc


class SecretVariable(_Part):
    key: str
    secret: str
    version: str


class Function(_Part):
    name: str
    uri: str
    service_account: str
    timeout_seconds: int
    environment: dict[str, str]
    secret_environment: tuple[SecretVariable, ...]


class Index(_Part):
    collection: str
    fields: tuple[tuple[str, str], ...]  # field and ASCENDING or DESCENDING


class Ttl(_Part):
    collection: str
    field: str


class Firestore(_Part):
    database: str
    indexes: tuple[Index, ...]
    unindexed: tuple[tuple[str, str], ...]  # collection and field
    ttl: tuple[Ttl, ...]


class Bucket(_Part):
    name: str
    versioned: bool = False
    retention_seconds: int | None = None


class Grant(_Part):
    member: str  # `serviceAccount:…` or `allUsers`
    role: str
    resource: str  # in full: `projects/…` or `buckets/…`


class Wiring(_Part):
    project: str
    region: str
    firestore: Firestore
    buckets: tuple[Bucket, ...]
    topics: tuple[str, ...]
    subscriptions: tuple[Subscription, ...]
    exports: tuple[Export, ...] = ()
    queues: tuple[Queue, ...]
    schedules: tuple[Schedule, ...]
    functions: tuple[Function, ...]
    grants: tuple[Grant, ...]
    stripe_events: tuple[str, ...]
    stripe_webhook_url: str = ""  # empty: the address of the function that takes webhooks

    @property
    def every_subscription(self) -> tuple[Subscription | Export, ...]:
        return (*self.subscriptions, *self.exports)

    @property
    def location(self) -> str:
        return f"projects/{self.project}/locations/{self.region}"

    @property
    def database(self) -> str:
        return f"projects/{self.project}/databases/{self.firestore.database}"

    def topic(self, name: str) -> str:
        return f"projects/{self.project}/topics/{name}"

    def subscription(self, name: str) -> str:
        return f"projects/{self.project}/subscriptions/{name}"

    def queue(self, name: str) -> str:
        return f"{self.location}/queues/{name}"

    def secret(self, name: str) -> str:
        return f"projects/{self.project}/secrets/{name}"

    def setting(self, name: str) -> str:
        """The value that the first function to have this setting is given; empty if none is."""
        values = (one.environment[name] for one in self.functions if name in one.environment)
        return next(values, "")

    def secret_read_as(self, key: str) -> SecretVariable | None:
        """The secret that functions find in the environment variable `key`."""
        every = (one for function in self.functions for one in function.secret_environment)
        return next((one for one in every if one.key == key), None)
