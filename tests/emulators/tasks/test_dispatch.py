from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from google.api_core.exceptions import NotFound

from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import Cloud
from tests.emulators.tasks.handler import URL, Reply

MAILER = "tasks-invoker@kvitto-test.iam.gserviceaccount.com"


def is_over(cloud: Cloud, name: str) -> bool:
    try:
        cloud.client.get_task(name=name)
    except NotFound:
        return True
    return False


def test_a_task_is_sent_at_once_with_the_headers_of_cloud_tasks(cloud: Cloud) -> None:
    cloud.create_queue()

    created = cloud.create_task("a-1", http_request={"url": URL, "body": b"{}"})

    assert created.dispatch_count == 0
    sent = cloud.handler.next()
    assert (sent.method, sent.path, sent.body) == ("POST", "/work", b"{}")
    assert sent.headers["Host"] == "handler.example"
    assert sent.headers["User-Agent"] == "Google-Cloud-Tasks"
    assert sent.headers["X-CloudTasks-QueueName"] == "receipts"
    assert sent.headers["X-CloudTasks-TaskName"] == "a-1"
    assert float(sent.headers["X-CloudTasks-TaskETA"]) == pytest.approx(
        cloud.clock.now().timestamp(), abs=5
    )
    assert "Content-Type" not in sent.headers
    assert "X-CloudTasks-TaskPreviousResponse" not in sent.headers


def test_a_tasks_own_headers_are_sent_but_for_the_reserved_ones(cloud: Cloud) -> None:
    cloud.create_queue()
    own = {
        "Content-Type": "application/json",
        "X-Mixed-Case": "kept",
        "user-agent": "mine",
        "X-CloudTasks-TaskRetryCount": "99",
        "X-Google-Anything": "no",
    }

    cloud.create_task(http_request={"url": URL, "headers": own})

    sent = cloud.handler.next()
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.headers["X-Mixed-Case"] == "kept"
    assert sent.headers["User-Agent"] == "Google-Cloud-Tasks"
    assert sent.headers["X-CloudTasks-TaskRetryCount"] == "0"
    assert "X-Google-Anything" not in sent.headers


@pytest.mark.parametrize(
    ("audience", "expected"), [("", URL), ("https://mailer.example", "https://mailer.example")]
)
def test_an_id_token_names_the_service_account_and_the_audience(
    cloud: Cloud, audience: str, expected: str
) -> None:
    cloud.create_queue()
    token = {"service_account_email": MAILER, "audience": audience}

    cloud.create_task(
        http_request={"url": URL, "oidc_token": token, "headers": {"authorization": "mine"}}
    )

    authorization = cloud.handler.next().headers["Authorization"]
    claims = jwt.decode(authorization.removeprefix("Bearer "), options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == (expected, MAILER)


def test_a_scheduled_task_waits_for_its_time(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.create_task("later", schedule_time=cloud.clock.now() + timedelta(hours=2))
    cloud.create_task("sooner", schedule_time=cloud.clock.now() + timedelta(hours=1))
    cloud.advance(minutes=59)
    cloud.create_task("now")

    first = cloud.handler.next()
    cloud.advance(minutes=2)
    second = cloud.handler.next()
    cloud.advance(hours=1)
    third = cloud.handler.next()

    names = [sent.headers["X-CloudTasks-TaskName"] for sent in (first, second, third)]
    assert names == ["now", "sooner", "later"]


def test_a_task_that_succeeds_is_over(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.handler.replies.append(Reply(204))

    name = cloud.create_task().name
    cloud.handler.next()

    assert eventually(lambda: is_over(cloud, name))
