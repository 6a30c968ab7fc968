"""How old the oldest message is that a function has not taken: only Cloud Monitoring knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken
from shared.cli.doctor.json_api import JsonApi

AGE_MAX_SECONDS = 600
LOOK_BACK = timedelta(minutes=10)
METRIC = "pubsub.googleapis.com/subscription/oldest_unacked_message_age"


def checks(deployment: Deployment) -> Iterator[Check]:
    monitoring = deployment.clients.monitoring
    if monitoring is not None:
        look = partial(_look, deployment, monitoring)
        yield Check("metric", "how old messages are", look)


def _look(deployment: Deployment, monitoring: JsonApi) -> Iterator[Finding]:
    wiring = deployment.wiring
    names = {one.name for one in wiring.every_subscription}
    now = deployment.now()
    query = {
        "filter": f'metric.type = "{METRIC}"',
        "interval.startTime": (now - LOOK_BACK).isoformat(),
        "interval.endTime": now.isoformat(),
    }
    answer = monitoring.get(f"/v3/projects/{wiring.project}/timeSeries", query)
    for series in answer.get("timeSeries", ()):
        name = series["resource"]["labels"].get("subscription_id", "")
        points = series.get("points") or [{"value": {}}]  # the newest comes first
        age_seconds = int(points[0]["value"].get("int64Value", 0))
        if name in names and age_seconds > AGE_MAX_SECONDS:
            what = f"subscription {name} has a message that waits for {age_seconds} s"
            yield broken("messages-waiting", what, f"read the log of whoever takes from {name}")
