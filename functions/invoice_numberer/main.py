"""A task per series and second, and a sweep every minute → numbers without gaps."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import functions_framework
from flask import Request, Response

from shared.adapters.world import utc_now
from shared.composition.entry import schedule_route, task_route
from shared.composition.outbox import NUMBERING_PATH, OutboxSettings, build_relay
from shared.composition.store import build_store
from shared.domain.cause import Cause
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.settings import read_settings
from shared.edge.tasks import text_of
from shared.usecases.number_invoices import NumberInvoices, SweepWaiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(OutboxSettings):
    scheduler_invoker: str


@cache
def routes() -> tuple[Route, ...]:
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    number = NumberInvoices(store.transactions, build_relay(store, settings), utc_now)

    def run(body: dict[str, Any], _cause: Cause) -> None:
        number(text_of(body, "series"))

    sweep = SweepWaiting(store.database, number)
    return (
        task_route(NUMBERING_PATH, settings, settings.tasks_invoker, store, run),
        schedule_route("/internal/sweep", settings, settings.scheduler_invoker, sweep),
    )


@functions_framework.http
def invoice_numberer(request: Request) -> Response:
    return answer(request, routes())
