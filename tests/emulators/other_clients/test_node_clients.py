"""The official clients of a second language see the same local cloud."""

from __future__ import annotations

import asyncio

import pytest

from tests.contracts.issuer import an_issuer
from tests.emulators.firestore import local_firestore
from tests.emulators.other_clients.node import assert_held, needs, output_of
from tests.emulators.pubsub import local_pubsub
from tests.emulators.scheduler.cloud import LOCATION, TOPIC
from tests.emulators.scheduler.cloud import running_cloud as running_scheduler
from tests.emulators.secrets.cloud import running_cloud as running_secrets
from tests.emulators.ses.mailer import REGION, SENDER, mailing
from tests.emulators.stripe.orders import paid_session
from tests.emulators.stripe.running import KEY, RunningTwin
from tests.emulators.tasks.cloud import running_cloud as running_tasks
from tests.emulators.tasks.handler import URL

pytestmark = pytest.mark.slow
PROJECT = "kvitto-test"


@needs("@google-cloud/firestore")
@pytest.mark.parametrize(
    ("script", "scenarios"), [("firestore.js", 9), ("firestore_queries.js", 10)]
)
def test_firestore(script: str, scenarios: int) -> None:
    with local_firestore.running() as firestore:
        host = {"FIRESTORE_EMULATOR_HOST": firestore.host}
        found = output_of(script, PROJECT, environment=host)

    assert_held(found, scenarios)


@needs("@google-cloud/pubsub")
@pytest.mark.parametrize(("script", "scenarios"), [("pubsub.js", 8), ("pubsub_admin.js", 6)])
def test_pubsub(script: str, scenarios: int) -> None:
    with local_pubsub.running(an_issuer()) as pubsub:
        host = {"PUBSUB_EMULATOR_HOST": pubsub.host}
        found = output_of(script, PROJECT, environment=host)

    assert_held(found, scenarios)


@needs("@google-cloud/tasks")
def test_tasks() -> None:
    with running_tasks(an_issuer()) as cloud:
        address = f"127.0.0.1:{cloud.port}"
        found = output_of("tasks.js", address, LOCATION, URL)
        assert_held(found, 3)
        sent = [cloud.handler.next(), cloud.handler.next()]

    [task] = [one for one in sent if one.headers.get("X-Order") == "7"]
    assert task.body.decode() == "å"
    assert {one.headers["X-CloudTasks-QueueName"] for one in sent} == {"node"}


@needs("@google-cloud/scheduler")
def test_scheduler() -> None:
    with running_scheduler() as cloud:
        address = f"127.0.0.1:{cloud.port}"
        found = output_of("scheduler.js", address, LOCATION, URL, TOPIC)
        assert_held(found, 3)
        assert cloud.handler.next().body == b"go"

    assert cloud.topic.published == [(TOPIC, b"tick", {"by": "node"})]


@needs("@google-cloud/secret-manager")
def test_secret_manager() -> None:
    with running_secrets() as cloud:
        address = f"127.0.0.1:{cloud.port}"
        found = output_of("secrets.js", address, PROJECT)

    assert_held(found, 4)


@needs("stripe")
def test_stripe() -> None:
    twin = RunningTwin()
    try:
        found = output_of("stripe.js", twin.url, KEY)
    finally:
        twin.stop()

    assert_held(found, 6)


@needs("stripe")
def test_a_webhook_of_the_twin_passes_stripe_s_own_check_and_a_forged_one_does_not() -> None:
    twin = RunningTwin()
    try:
        twin.listen("checkout.session.completed")
        paid_session(twin)
        twin.shop.wait_for("checkout.session.completed")
        [told] = twin.shop.deliveries
        script, secret = "stripe_webhook.js", twin.shop.secret
        found = output_of(script, secret, told.signature, body=told.body)
    finally:
        twin.stop()

    assert found == {
        "type": "checkout.session.completed",
        "object": "checkout.session",
        "refused": "StripeSignatureVerificationError",
    }


@needs("@aws-sdk/client-sesv2")
def test_ses() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            found = await asyncio.to_thread(output_of, "ses.js", ses.address, REGION, SENDER)
        assert_held(found, 4)

    asyncio.run(scenario())
