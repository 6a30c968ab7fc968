"""Exports: whether messages reach the bucket and the table that keep the past."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from google.api_core.exceptions import NotFound
from google.pubsub_v1.types import Subscription as FoundSubscription

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken
from shared.cli.doctor.subscriptions import Difference, giving_up, source
from shared.cli.doctor.wiring import Export


def checks(deployment: Deployment) -> Iterator[Check]:
    for planned in deployment.wiring.exports:
        look = partial(_look, deployment, planned)
        yield Check("export", f"subscription {planned.name}", look)


def _look(deployment: Deployment, planned: Export) -> Iterator[Finding]:
    wiring, fix = deployment.wiring, deployment.as_planned
    name = wiring.subscription(planned.name)
    try:
        found = deployment.clients.subscriber.get_subscription(subscription=name, **CALL)
    except NotFound:
        what = f"subscription {planned.name} is not there: nothing is kept"
        yield broken("subscription-missing", what, fix)
        return
    differences = (
        *source(wiring, planned, found),
        *giving_up(wiring, planned, found),
        *_destination(planned, found),
    )
    for id_, what in differences:
        yield broken(id_, f"subscription {planned.name} {what}", fix)
    if found.state == FoundSubscription.State.RESOURCE_ERROR:
        what = f"subscription {planned.name} cannot deliver: its bucket or table refuses"
        remedy = "see that it is there, and that the Pub/Sub service agent may write to it"
        yield broken("export-failing", what, remedy)


def _destination(planned: Export, found: Any) -> Iterator[Difference]:
    """Told as Pub/Sub tells it: a table by dots, a bucket by its name."""
    if planned.files and found.cloud_storage_config.bucket != planned.files.bucket:
        instead = found.cloud_storage_config.bucket or "nowhere"
        yield "export-destination", f"writes to {instead}, not to {planned.files.bucket}"
    if planned.rows and found.bigquery_config.table != planned.rows.table:
        instead = found.bigquery_config.table or "nowhere"
        yield "export-destination", f"writes to {instead}, not to {planned.rows.table}"
