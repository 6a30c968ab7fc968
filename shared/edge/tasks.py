"""Cloud Tasks and Cloud Scheduler in: 2xx is done, anything else comes back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.domain.cause import Cause
from shared.domain.errors import NotYet, Refused
from shared.edge import trace
from shared.edge.caller import Callers
from shared.edge.gate import read_json_object
from shared.edge.problem import busy
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.ports.failures import Unavailable

log = logging.getLogger(__name__)

BODY_LENGTH_MAX = 100 * 1024  # what a task may hold


def run_task(
    request: Request,
    callers: Callers,
    park: KeepDeadLetter,
    run: Callable[[dict[str, Any], Cause], None],
) -> Response:
    """Run one task; `Refused` is kept and ends it, the rest is the queue's to repeat."""
    callers.check(request)
    body, raw = read_json_object(request, BODY_LENGTH_MAX)
    # The header is a label for logs, never a credential.
    name = request.headers.get("X-CloudTasks-TaskName", "task")[:200]
    try:
        run(body, Cause(f"task:{name}", trace.current.get()))
    except Refused as refusal:
        park(source=f"task:{name}", reason=str(refusal), body=raw, attributes={})
    except (NotYet, Unavailable) as reason:
        log.warning("task comes back", extra={"why": str(reason)})
        raise busy(1, "try again later") from reason
    return Response(status=HTTPStatus.NO_CONTENT)


class TaskUnreadable(Refused):
    """The task's body is not what its sender should have put there."""


def text_of(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise TaskUnreadable(f"{name} is missing")
    return value


def run_schedule(request: Request, callers: Callers, run: Callable[[], int]) -> Response:
    """Run a sweep. The schedule comes again anyway; 503 makes it come sooner."""
    callers.check(request)
    try:
        count = run()
    except Unavailable as reason:
        log.exception("sweep failed", extra={"why": str(reason)})
        raise busy(5, "try again later") from reason
    if count:
        log.info("sweep found work", extra={"count": count})
    return Response(status=HTTPStatus.NO_CONTENT)
