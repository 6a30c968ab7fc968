"""The exports of all subscriptions that have one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import grpc

from emulators.clock.clock import Clock
from emulators.google_apis.refused import Refused, invalid
from emulators.pubsub.exports.bigquery import BigQueryExport
from emulators.pubsub.exports.cloud_storage import CloudStorageExport
from emulators.pubsub.exports.file_formats import file_format
from emulators.pubsub.exports.intake import Intake
from emulators.pubsub.exports.rows import Rows
from emulators.pubsub.exports.schema_match import require_match
from emulators.pubsub.schemas.definition import Unfit
from emulators.pubsub.schemas.topic_schemas import TopicSchemas
from emulators.pubsub.sinks import Sinks
from emulators.pubsub.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Running:
    intake: Intake
    task: asyncio.Task[None]


class Exporters:
    def __init__(
        self, *, clock: Clock, dice: random.Random, sinks: Sinks, schemas: TopicSchemas
    ) -> None:
        self._clock = clock
        self._dice = dice
        self._sinks = sinks
        self._schemas = schemas
        self._topic: Callable[[str], Any] = lambda _: None
        self._running: dict[Subscription, Running] = {}

    def start(self, topic: Callable[[str], Any]) -> None:
        """From now on `open` begins to work; `topic` finds one by its name, or None."""
        self._topic = topic

    def open(self, subscription: Subscription) -> None:
        """Begin to write, if the subscription asks for it and a topic can be told."""
        if subscription.settings.exported and not subscription.closed:
            intake = Intake(subscription, self._clock)
            task = asyncio.create_task(self._export(intake).run())
            self._running[subscription] = Running(intake, task)

    def close(self, subscription: Subscription) -> asyncio.Task[None] | None:
        """Break off; what is not written is not acknowledged either."""
        running = self._running.pop(subscription, None)
        if running is None:
            return None
        running.intake.close()
        running.task.cancel()
        subscription.give_back([lease.ack_id for lease in subscription.leases])
        return running.task

    async def stop(self) -> None:
        tasks = [self.close(subscription) for subscription in tuple(self._running)]
        await asyncio.gather(*(task for task in tasks if task), return_exceptions=True)

    def require_reachable(self, spec: Any, topic: Any) -> None:
        """Refuse a subscription whose destination is not there or does not suit it."""
        try:
            if spec.HasField("cloud_storage_config"):
                self._require_bucket(spec, topic)
            elif spec.HasField("bigquery_config"):
                config = spec.bigquery_config
                columns = self._sinks.tables.columns(config.table)
                require_match(config, columns, topic, self._schemas)
        except Unfit as unfit:
            raise invalid(str(unfit)) from unfit
        except LookupError as missing:
            raise Refused(
                grpc.StatusCode.NOT_FOUND,
                "The BigQuery table or dataset specified cannot be found.",
            ) from missing

    def _require_bucket(self, spec: Any, topic: Any) -> None:
        config = spec.cloud_storage_config
        if not self._sinks.objects.has_bucket(config.bucket):
            raise Refused(
                grpc.StatusCode.NOT_FOUND,
                f"The specified Cloud Storage bucket does not exist (bucket={config.bucket}).",
            )
        file_format(config, spec.name, topic, self._schemas)

    def _export(self, intake: Intake) -> CloudStorageExport | BigQueryExport:
        spec = intake.subscription.spec
        topic = partial(self._topic_of, intake.subscription)
        if spec.HasField("cloud_storage_config"):
            config = spec.cloud_storage_config
            return CloudStorageExport(
                intake,
                config,
                lambda: file_format(config, spec.name, topic(), self._schemas),
                self._sinks.objects,
                self._dice,
            )
        table = spec.bigquery_config
        return BigQueryExport(
            intake,
            table,
            Rows(table, spec.name, self._schemas),
            self._sinks.tables,
            lambda columns: require_match(table, columns, topic(), self._schemas),
        )

    def _topic_of(self, subscription: Subscription) -> Any:
        """Return the topic as it is now; its schema may have changed."""
        return self._topic(subscription.spec.topic)
