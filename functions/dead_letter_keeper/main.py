"""Push from `dead-letters` → kept whole, with the reason. Never loses one."""

from dataclasses import dataclass
from functools import cache

import functions_framework
from flask import Request, Response

from shared.composition.entry import push_route
from shared.composition.store import StoreSettings, build_store
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.push import PushMessage
from shared.edge.settings import read_settings

# Set by Pub/Sub on every message it gives up on.
SOURCE = "CloudPubSubDeadLetterSourceSubscription"
ATTEMPTS = "CloudPubSubDeadLetterSourceDeliveryCount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(StoreSettings):
    push_invoker: str


@cache
def routes() -> tuple[Route, ...]:
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)

    def consume(message: PushMessage) -> None:
        attempts = message.attributes.get(ATTEMPTS, "no")
        store.park(
            source=message.attributes.get(SOURCE, message.attributes.get("source", "unknown")),
            reason=message.attributes.get("reason", f"given up after {attempts} attempts"),
            body=message.body,
            attributes=message.attributes,
        )

    return (push_route("/push/dead-letters", settings, settings.push_invoker, store, consume),)


@functions_framework.http
def dead_letter_keeper(request: Request) -> Response:
    return answer(request, routes())
