"""Every minute: publish what a crash left in the outbox."""

from dataclasses import dataclass
from functools import cache

import functions_framework
from flask import Request, Response

from shared.adapters.world import utc_now
from shared.composition.entry import schedule_route
from shared.composition.outbox import OutboxSettings, build_relay
from shared.composition.store import build_store
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.settings import read_settings
from shared.usecases.relay import SweepOutbox
from shared.usecases.requeue_receipts import RequeueReceipts


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(OutboxSettings):
    scheduler_invoker: str


@cache
def routes() -> tuple[Route, ...]:
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    relay = build_relay(store, settings)
    outbox = SweepOutbox(store.database, relay, utc_now)
    receipts = RequeueReceipts(store.database, relay.tasks, utc_now)

    def sweep() -> int:
        return outbox() + receipts()

    return (schedule_route("/internal/sweep", settings, settings.scheduler_invoker, sweep),)


@functions_framework.http
def outbox_relay(request: Request) -> Response:
    return answer(request, routes())
