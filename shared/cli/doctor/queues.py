"""Queues: whether tasks leave them, at the planned pace, and arrive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from google.api_core.exceptions import NotFound
from google.cloud.tasks_v2 import Queue as FoundQueue

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk
from shared.cli.doctor.wiring import Queue

ATTEMPTS_MAX = 5  # more than any passing trouble takes
TASKS_MAX = 1000  # looked at per queue


def checks(deployment: Deployment) -> Iterator[Check]:
    for planned in deployment.wiring.queues:
        look = partial(_look, deployment, planned)
        yield Check("queue", f"queue {planned.name}", look)


def _look(deployment: Deployment, planned: Queue) -> Iterator[Finding]:
    name = deployment.wiring.queue(planned.name)
    try:
        found = deployment.clients.tasks.get_queue(name=name, **CALL)
    except NotFound:
        what = f"queue {planned.name} is not there: no task can be made"
        yield broken("queue-missing", what, deployment.as_planned)
        return
    yield from _state(deployment, planned.name, found)
    yield from _pace(deployment, planned, found)
    yield from _failing_tasks(deployment, planned.name)


def _state(deployment: Deployment, name: str, found: Any) -> Iterator[Finding]:
    if found.state == FoundQueue.State.RUNNING:
        return
    fix = deployment.resume("tasks queues", name)
    what = f"queue {name} is {found.state.name.lower()}: its tasks wait, and nobody is told"
    yield broken("queue-paused", what, fix)


def _pace(deployment: Deployment, planned: Queue, found: Any) -> Iterator[Finding]:
    rates, retries = found.rate_limits, found.retry_config
    pace = (rates.max_dispatches_per_second, rates.max_concurrent_dispatches)
    wanted = planned.rate_limits
    if pace != (wanted.max_dispatches_per_second, wanted.max_concurrent_dispatches):
        what = (
            f"queue {planned.name} sends {pace[0]:g} a second and {pace[1]} at once, not "
            f"{wanted.max_dispatches_per_second:g} and {wanted.max_concurrent_dispatches}"
        )
        yield risk("queue-rates", what, deployment.as_planned)
    patience = (retries.max_attempts, retries.max_retry_duration.total_seconds())
    if patience != (
        planned.retry_config.max_attempts,
        planned.retry_config.max_retry_duration_seconds,
    ):
        what = (
            f"queue {planned.name} gives up after {patience[0]} attempts or {patience[1]:g} s, not "
            f"{planned.retry_config.max_attempts} or "
            f"{planned.retry_config.max_retry_duration_seconds} s"
        )
        yield risk("queue-retries", what, deployment.as_planned)


def _failing_tasks(deployment: Deployment, name: str) -> Iterator[Finding]:
    queue = deployment.wiring.queue(name)
    tasks = deployment.clients.tasks.list_tasks(parent=queue, **CALL)
    failing = [one for one in islice(tasks, TASKS_MAX) if one.dispatch_count >= ATTEMPTS_MAX]
    if failing:
        last = failing[0].last_attempt.response_status
        why = f" ({last.message or f'status {last.code}'})" if last.code else ""
        what = f"queue {name} has {len(failing)} tasks that failed {ATTEMPTS_MAX} times or more"
        url = failing[0].http_request.url
        yield broken("tasks-failing", f"{what}{why}", f"read the log of {url}")
