"""Topics: whether they are there, and somebody reads what nobody could handle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from google.api_core.exceptions import NotFound

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken


def checks(deployment: Deployment) -> Iterator[Check]:
    planned = deployment.wiring.every_subscription
    graves = {one.dead_letter.topic for one in planned if one.dead_letter}
    for name in deployment.wiring.topics:
        yield Check("topic", f"topic {name}", partial(_is_there, deployment, name))
    for name in sorted(graves):
        look = partial(_is_read, deployment, name)
        yield Check("dead-letter topic", f"topic {name}", look)


def _is_there(deployment: Deployment, name: str) -> Iterator[Finding]:
    try:
        deployment.clients.publisher.get_topic(topic=deployment.wiring.topic(name), **CALL)
    except NotFound:
        yield broken("topic-missing", f"topic {name} is not there", deployment.as_planned)


def _is_read(deployment: Deployment, name: str) -> Iterator[Finding]:
    publisher, topic = deployment.clients.publisher, deployment.wiring.topic(name)
    try:
        readers = list(publisher.list_topic_subscriptions(topic=topic, **CALL))
    except NotFound:
        return  # said already
    if not readers:
        what = f"topic {name} takes dead letters and has no subscription: they are lost"
        yield broken("dead-letters-unread", what, deployment.as_planned)
