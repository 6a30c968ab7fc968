from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulators.tasks.cloud import QUEUE, Cloud
from tests.emulators.tasks.handler import HOST
from tests.emulators.tasks.rest import Rest, rest_of

TARGET = {"uri_override": {"host": HOST, "path_override": {"path": "/buffered"}}}


@pytest.fixture
def rest(cloud: Cloud) -> Iterator[Rest]:
    with rest_of(cloud) as rest:
        yield rest


def test_a_bare_request_becomes_a_task_of_the_queue(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue(http_target=TARGET)

    status, answer = rest.send(
        "POST", f"/v2/{QUEUE}/tasks:buffer", "hello", **{"Content-Type": "text/plain"}
    )

    assert status == 200
    assert answer["task"]["name"].startswith(f"{QUEUE}/tasks/")
    sent = cloud.handler.next()
    assert (sent.method, sent.path, sent.body) == ("POST", "/buffered", b"hello")
    assert sent.headers["Content-Type"] == "text/plain"


def test_a_buffered_task_may_be_named_and_is_json_by_default(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue(http_target=TARGET)

    _, answer = rest.send("POST", f"/v2/{QUEUE}/tasks/mine:buffer", "{}")
    again, conflict = rest.send("POST", f"/v2/{QUEUE}/tasks/mine:buffer", "{}")

    assert answer["task"]["name"] == f"{QUEUE}/tasks/mine"
    assert cloud.handler.next().headers["Content-Type"] == "application/json"
    assert (again, conflict["error"]["status"]) == (409, "ALREADY_EXISTS")


def test_a_queue_without_a_target_buffers_nothing(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue()

    status, answer = rest.send("POST", f"/v2/{QUEUE}/tasks:buffer", "hello")
    missing, _ = rest.send("POST", f"/v2/{QUEUE}-none/tasks:buffer", "hello")

    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert missing == 404
