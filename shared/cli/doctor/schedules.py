"""Schedules: whether what sweeps up after a crash still runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from google.api_core.exceptions import NotFound
from google.cloud.scheduler_v1 import Job

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken
from shared.cli.doctor.wiring import Schedule


def checks(deployment: Deployment) -> Iterator[Check]:
    for planned in deployment.wiring.schedules:
        look = partial(_look, deployment, planned)
        yield Check("schedule", f"schedule {planned.name}", look)


def _look(deployment: Deployment, planned: Schedule) -> Iterator[Finding]:
    name = f"{deployment.wiring.location}/jobs/{planned.name}"
    try:
        found = deployment.clients.scheduler.get_job(name=name, **CALL)
    except NotFound:
        what = f"schedule {planned.name} is not there"
        yield broken("schedule-missing", what, deployment.as_planned)
        return
    yield from _state(deployment, planned, found)
    yield from _target(deployment, planned, found)


def _state(deployment: Deployment, planned: Schedule, found: Any) -> Iterator[Finding]:
    if found.state != Job.State.ENABLED:
        fix = deployment.resume("scheduler jobs", planned.name)
        what = f"schedule {planned.name} is {found.state.name.lower()}"
        yield broken("schedule-paused", what, fix)
    elif found.status.code:
        why = found.status.message or f"status {found.status.code}"
        what = f"schedule {planned.name} failed when it last ran ({why})"
        yield broken("schedule-failing", what, f"read the log of {planned.uri}")
    when = (found.schedule, found.time_zone)
    if when != (planned.schedule, planned.time_zone):
        wanted = f"{planned.schedule} ({planned.time_zone})"
        what = f"schedule {planned.name} runs at {when[0]} ({when[1]}), not at {wanted}"
        yield broken("schedule-cron", what, deployment.as_planned)


def _target(deployment: Deployment, planned: Schedule, found: Any) -> Iterator[Finding]:
    target = found.http_target
    if target.uri != planned.uri:
        what = f"schedule {planned.name} calls {target.uri}, not {planned.uri}"
        yield broken("schedule-target", what, deployment.as_planned)
    token = (target.oidc_token.service_account_email, target.oidc_token.audience)
    wanted = (planned.oidc.service_account_email, planned.oidc.audience)
    if token != wanted:
        what = f"schedule {planned.name} calls as {token[0] or 'nobody'} for {token[1] or 'nobody'}"
        instead = f"not as {wanted[0]} for {wanted[1]}"
        yield broken("schedule-identity", f"{what}, {instead}", deployment.as_planned)
