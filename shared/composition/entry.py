"""How a private function is entered: logs on, caller checked, body parsed, outcome answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Request, Response

from shared.composition.store import Store, StoreSettings, callers
from shared.domain.cause import Cause
from shared.edge.gate import Route, route
from shared.edge.push import PushMessage, consume_push
from shared.edge.tasks import run_schedule, run_task


def push_route(
    path: str,
    settings: StoreSettings,
    invoker: str,
    store: Store,
    consume: Callable[[PushMessage], None],
) -> Route:
    expected = callers(settings, invoker)

    def handle(request: Request) -> Response:
        return consume_push(request, expected, store.park, consume)

    return route("POST", path, handle)


def task_route(
    path: str,
    settings: StoreSettings,
    invoker: str,
    store: Store,
    run: Callable[[dict[str, Any], Cause], None],
) -> Route:
    expected = callers(settings, invoker)

    def handle(request: Request) -> Response:
        return run_task(request, expected, store.park, run)

    return route("POST", path, handle)


def schedule_route(
    path: str, settings: StoreSettings, invoker: str, run: Callable[[], int]
) -> Route:
    expected = callers(settings, invoker)

    def handle(request: Request) -> Response:
        return run_schedule(request, expected, run)

    return route("POST", path, handle)
