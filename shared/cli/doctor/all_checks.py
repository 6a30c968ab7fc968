"""Everything the doctor looks at."""

from __future__ import annotations

from shared.cli.doctor import (
    backlog,
    buckets,
    clocks,
    database,
    exports,
    grants,
    mail,
    queues,
    records,
    schedules,
    secrets,
    services,
    stripe_endpoint,
    subscriptions,
    topics,
)
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check

# What takes longest comes first, so that nobody waits for it alone at the end.
_AREAS = (
    mail,
    stripe_endpoint,
    clocks,
    secrets,
    grants,
    services,
    topics,
    subscriptions,
    exports,
    backlog,
    queues,
    schedules,
    buckets,
    database,
    records,
)


def all_checks(deployment: Deployment) -> list[Check]:
    return [check for area in _AREAS for check in area.checks(deployment)]
