"""The mail provider's events reach the shop, which has subscribed to them by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import boto3

from emulators.topology import Topology
from tests.journeys.stack import Stack, until

INTAKE = Topology.load().function("webhook-intake")


def _subscriptions(stack: Stack) -> list[dict[str, Any]]:
    address = urlsplit(stack.description["outbox"])
    sns = boto3.client(
        "sns",
        INTAKE.environment["SES_TOPIC_ARNS"].split(":")[3],
        endpoint_url=f"{address.scheme}://{address.netloc}",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - no secret: the emulator takes any key
    )
    topic = INTAKE.environment["SES_TOPIC_ARNS"].split(",")[0]
    found: list[dict[str, Any]] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    sns.close()
    return found


def test_the_webhook_intake_visits_the_address_that_sns_sends_it(stack: Stack) -> None:
    def confirmed() -> dict[str, Any] | None:
        [found] = _subscriptions(stack)
        return None if found["SubscriptionArn"] == "PendingConfirmation" else found

    subscription = until(confirmed)

    assert subscription is not None
    assert subscription["Endpoint"] == f"{INTAKE.uri}/webhooks/ses"
