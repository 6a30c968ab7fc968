from __future__ import annotations

import pytest

from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import Cloud
from tests.emulators.tasks.handler import HOST, URL, Reply
from tests.emulators.tasks.test_dispatch import is_over

TOKEN = {"service_account_email": "a@b.example"}


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(302, "GET", b""), (303, "GET", b""), (307, "POST", b"hi"), (308, "POST", b"hi")],
)
def test_the_redirected_worker_acknowledges_the_task(
    cloud: Cloud, status: int, method: str, body: bytes
) -> None:
    cloud.create_queue()
    cloud.handler.replies.append(Reply(status, {"Location": "/moved?a=1"}))

    task = {"url": URL, "body": b"hi", "oidc_token": TOKEN}
    name = cloud.create_task(http_request=task).name

    first, second = cloud.handler.next(), cloud.handler.next()
    assert (second.method, second.path, second.query, second.body) == (
        method,
        "/moved",
        "a=1",
        body,
    )
    assert second.headers["Host"] == HOST
    assert second.headers["Authorization"] == first.headers["Authorization"]
    assert eventually(lambda: is_over(cloud, name))


def test_a_token_is_not_carried_to_another_host(cloud: Cloud) -> None:
    cloud.create_queue()
    moved = URL.replace("https", "http").replace(HOST, f"{HOST}:8080")
    cloud.handler.replies.append(Reply(307, {"Location": moved}))

    cloud.create_task(http_request={"url": URL, "oidc_token": TOKEN})

    assert "Authorization" in cloud.handler.next().headers
    assert "Authorization" not in cloud.handler.next().headers


def test_redirects_without_end_are_a_failed_attempt(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.handler.replies.extend([Reply(302, {"Location": "/again"})] * 11)

    name = cloud.create_task().name
    for _ in range(11):
        cloud.handler.next()

    assert eventually(lambda: is_over(cloud, name) or failed(cloud, name))
    assert cloud.handler.next().headers["X-CloudTasks-TaskRetryCount"] == "1"


def failed(cloud: Cloud, name: str) -> bool:
    return bool(cloud.client.get_task(name=name).response_count)
