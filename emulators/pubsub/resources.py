"""Everything of the service that has a name, put together."""

from __future__ import annotations

import random

from google.pubsub_v1 import types

from emulators.clock.clock import Clock
from emulators.google_apis.iam_policies import IamPolicies
from emulators.pubsub.broker import Broker
from emulators.pubsub.deliveries import Deliveries
from emulators.pubsub.exports.exporters import Exporters
from emulators.pubsub.faults import Faults
from emulators.pubsub.journal import Journal
from emulators.pubsub.names import DELETED_SCHEMA
from emulators.pubsub.pushers import Pushers
from emulators.pubsub.refusals import not_found
from emulators.pubsub.schemas.schemas import Schemas
from emulators.pubsub.schemas.topic_schemas import TopicSchemas
from emulators.pubsub.sinks import Sinks
from emulators.pubsub.snapshots import Snapshots
from emulators.shelf import Shelf


class Resources:
    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        dice: random.Random,
        faults: Faults,
        pushers: Pushers,
        sinks: Sinks,
    ) -> None:
        journal = Journal(shelf)
        restored = journal.restored()
        self.schemas = Schemas(clock=clock, shelf=shelf, random=dice)
        topic_schemas = TopicSchemas(self.schemas)
        exporters = Exporters(clock=clock, dice=dice, sinks=sinks, schemas=topic_schemas)
        self.deliveries = Deliveries(pushers, exporters)
        self.broker = Broker(
            clock=clock,
            journal=journal,
            faults=faults,
            deliveries=self.deliveries,
            schemas=topic_schemas,
            restored=restored,
        )
        self.snapshots = Snapshots(self.broker, clock=clock, journal=journal, restored=restored)
        self.policies = IamPolicies(shelf, require=self._require)

    def start(self) -> None:
        self.deliveries.start(self._topic_spec)

    async def stop(self) -> None:
        self.snapshots.stop()
        self.broker.stop()
        await self.deliveries.stop()

    def schema_deleted(self, name: str) -> None:
        """Let the topics that use it say so; from now on they take no messages."""
        self.policies.forget(name)
        for topic in self.broker.topics.values():
            if topic.spec.schema_settings.schema == name:
                changed = types.Topic.pb()()
                changed.CopyFrom(topic.spec)
                changed.schema_settings.schema = DELETED_SCHEMA
                self.broker.reconfigure_topic(changed)

    def _topic_spec(self, name: str) -> object:
        topic = self.broker.topics.get(name)
        return topic.spec if topic else None

    def _require(self, resource: str) -> None:
        kinds = (self.broker.topics, self.broker.subscriptions, self.snapshots.all)
        if not any(resource in kind for kind in (*kinds, self.schemas.all)):
            raise not_found(resource)
