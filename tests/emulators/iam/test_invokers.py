"""Whom a function lets in when the cloud itself delivers to it."""

from __future__ import annotations

import logging

import pytest
import requests
from google.cloud.scheduler_v1 import CloudSchedulerClient, Job
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcTransport,
)
from google.cloud.tasks_v2 import HttpRequest, OidcToken, Task
from google.pubsub_v1 import PubsubMessage

from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local
from tests.emulators.iam.at_the_door import open_publisher
from tests.emulators.loop_thread import eventually

MAILER = TOPOLOGY.function("receipt-mailer").uri
PROCESSOR = f"projects/{TOPOLOGY.project}/locations/{TOPOLOGY.region}/services/payment-processor"
RELAY = f"projects/{TOPOLOGY.project}/locations/{TOPOLOGY.region}/jobs/relay-outbox"
RECEIPTS = TOPOLOGY.queue_name("receipts")


def account(name: str) -> str:
    return f"{name}@{TOPOLOGY.project}.iam.gserviceaccount.com"


def send_task(local: Local, token: OidcToken | None) -> str:
    request = HttpRequest(url=f"{MAILER}/tasks/receipts", oidc_token=token)
    with clients.tasks(local) as tasks:
        task = tasks.create_task(parent=RECEIPTS, task=Task(http_request=request), retry=None)
    return str(task.name)


def status_of(local: Local, task: str) -> int:
    """The gRPC status that the last attempt at a task came to."""
    with clients.tasks(local) as tasks:
        return int(tasks.get_task(name=task).last_attempt.response_status.code)


def test_a_task_of_the_planned_invoker_is_let_in(local: Local) -> None:
    local.receivers.all()
    token = OidcToken(service_account_email=account("tasks-invoker"), audience=MAILER)
    send_task(local, token)

    assert local.receivers.next().path == "/tasks/receipts"


@pytest.mark.parametrize(
    ("token", "status", "words"),
    [
        (
            OidcToken(service_account_email=account("scheduler-invoker"), audience=MAILER),
            7,
            f"{account('scheduler-invoker')} needs roles/run.invoker on it",
        ),
        (
            OidcToken(
                service_account_email=account("tasks-invoker"), audience="https://else.example"
            ),
            16,
            "the token for https://else.example is not good there",
        ),
        (None, 7, "allUsers (nobody says who calls) needs roles/run.invoker on it"),
    ],
)
def test_a_task_of_anybody_else_is_refused_as_cloud_run_does(
    local: Local,
    token: OidcToken | None,
    status: int,
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    local.receivers.all()
    with caplog.at_level(logging.ERROR, "emulators.iam"):
        task = send_task(local, token)
        assert eventually(lambda: status_of(local, task) == status)

    assert f"tasks to {MAILER}/tasks/receipts: " in caplog.text
    assert words in caplog.text
    assert local.receivers.all() == []


def test_a_push_waits_until_its_invoker_is_granted(
    local: Local, caplog: pytest.LogCaptureFixture
) -> None:
    local.receivers.all()
    before = set_invokers(local, [])
    with open_publisher(local) as publisher, caplog.at_level(logging.ERROR, "emulators.iam"):
        message = PubsubMessage(data=b"{}", attributes={"provider": "stripe"})
        topic = TOPOLOGY.topic_name("provider-events")
        publisher.publish(topic=topic, messages=[message])
        assert eventually(lambda: "needs roles/run.invoker" in caplog.text)
    assert local.receivers.all() == []

    set_invokers(local, before)

    assert local.receivers.next().path == "/push/provider-events"
    assert f"denied on resource '{PROCESSOR}'" in caplog.text
    assert account("push-invoker") in caplog.text


def test_a_schedule_that_calls_as_somebody_else_fails(local: Local) -> None:
    with clients.channel(local.ports.scheduler) as channel:
        scheduler = CloudSchedulerClient(transport=CloudSchedulerGrpcTransport(channel=channel))
        planned = scheduler.get_job(name=RELAY)
        changed = Job(planned)
        changed.http_target.oidc_token.service_account_email = account("push-invoker")
        changed.retry_config.retry_count = 0
        scheduler.update_job(job=changed)
        scheduler.run_job(name=RELAY)
        assert eventually(lambda: scheduler.get_job(name=RELAY).status.code == 7)
        scheduler.update_job(job=planned)

    assert planned.http_target.oidc_token.service_account_email == account("scheduler-invoker")


def test_the_answer_is_cloud_runs_own(local: Local) -> None:
    answer = requests.post(f"http://127.0.0.1:{local.ports.iam}/refused/403", timeout=5)

    assert answer.status_code == 403
    assert "Your client does not have permission to get URL" in answer.text


def set_invokers(local: Local, bindings: list[object]) -> list[object]:
    """Those that were there before."""
    url = f"http://127.0.0.1:{local.ports.iam}/v2/{PROCESSOR}"
    policy = requests.get(f"{url}:getIamPolicy", timeout=5).json()
    body = {"policy": {"bindings": bindings, "etag": policy["etag"]}}
    requests.post(f"{url}:setIamPolicy", json=body, timeout=5).raise_for_status()
    found: list[object] = policy["bindings"]
    return found
