"""The relay with its topic and queues, for every function that tells the world something."""

from __future__ import annotations

from dataclasses import dataclass

from shared.adapters.cloud_tasks import CloudTasks, QueueTarget, tasks_client
from shared.adapters.pubsub_topic import PubSubTopic, publisher_client
from shared.adapters.world import utc_now
from shared.composition.store import Store, StoreSettings
from shared.usecases.ports.messages import Queue
from shared.usecases.relay import Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxSettings(StoreSettings):
    commerce_events_topic: str
    numbering_queue: str
    numberer_url: str
    receipts_queue: str
    mailer_url: str
    tasks_invoker: str
    pubsub_emulator_host: str = ""
    cloud_tasks_emulator_host: str = ""


NUMBERING_PATH = "/tasks/number"
RECEIPTS_PATH = "/tasks/receipt"


def build_relay(store: Store, settings: OutboxSettings) -> Relay:
    client = publisher_client(settings.pubsub_emulator_host)
    targets = {
        Queue.NUMBERING: QueueTarget(
            settings.numbering_queue, settings.numberer_url, NUMBERING_PATH
        ),
        Queue.RECEIPTS: QueueTarget(settings.receipts_queue, settings.mailer_url, RECEIPTS_PATH),
    }
    return Relay(
        database=store.database,
        topic=PubSubTopic(client, settings.commerce_events_topic),
        tasks=CloudTasks(
            tasks_client(settings.cloud_tasks_emulator_host), targets, settings.tasks_invoker
        ),
        now=utc_now,
    )
