"""What the community's emulators of Cloud Tasks check, as far as no other file here does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import AlreadyExists, InvalidArgument, NotFound
from google.cloud.tasks_v2 import Task

from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import LOCATION, QUEUE, Cloud, at
from tests.emulators.tasks.handler import HOST, URL, Reply
from tests.emulators.tasks.test_dispatch import is_over

OTHER_QUEUE = f"{LOCATION}/queues/letters"


def test_a_purge_does_not_free_the_names_of_its_tasks(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    cloud.create_task("a")

    cloud.client.purge_queue(name=QUEUE)

    with pytest.raises(AlreadyExists):
        cloud.create_task("a")


def test_a_purged_queue_goes_on_sending(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.purge_queue(name=QUEUE)

    cloud.create_task("after")

    assert cloud.handler.next().headers["X-CloudTasks-TaskName"] == "after"


def test_a_queue_that_was_deleted_does_not_exist(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.delete_queue(name=QUEUE)

    with pytest.raises(NotFound, match="Queue does not exist"):
        cloud.client.get_queue(name=QUEUE)
    with pytest.raises(NotFound):
        cloud.client.delete_queue(name=QUEUE)
    assert list(cloud.client.list_queues(parent=LOCATION)) == []


def test_one_task_id_may_be_used_in_two_queues(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.create_queue(OTHER_QUEUE)

    cloud.create_task("same")
    task = Task(name=f"{OTHER_QUEUE}/tasks/same", http_request={"url": URL})
    cloud.client.create_task(parent=OTHER_QUEUE, task=task)

    queues = {cloud.handler.next().headers["X-CloudTasks-QueueName"] for _ in range(2)}
    assert queues == {"receipts", "letters"}


def test_a_finished_task_is_neither_listed_nor_run_nor_deleted(cloud: Cloud) -> None:
    cloud.create_queue()
    name = cloud.create_task("done").name
    assert eventually(lambda: is_over(cloud, name))

    assert list(cloud.client.list_tasks(parent=QUEUE)) == []
    with pytest.raises(NotFound):
        cloud.client.run_task(name=name)
    with pytest.raises(NotFound):
        cloud.client.delete_task(name=name)


def test_a_time_in_the_past_is_now(cloud: Cloud) -> None:
    cloud.create_queue()
    yesterday = cloud.clock.now() - timedelta(days=1)

    task = cloud.create_task(schedule_time=yesterday)

    assert abs(at(task.schedule_time) - cloud.clock.now()) < timedelta(seconds=5)
    assert cloud.handler.next().method == "POST"


@pytest.mark.parametrize("method", range(1, 8))
def test_every_method_of_http_reaches_the_handler(cloud: Cloud, method: int) -> None:
    cloud.create_queue()

    task = cloud.create_task(http_request={"url": URL, "http_method": method})

    assert cloud.handler.next().method == task.http_request.http_method.name


@pytest.mark.parametrize("status", [201, 204, 299])
def test_any_2xx_is_success(cloud: Cloud, status: int) -> None:
    cloud.create_queue()
    cloud.handler.replies.append(Reply(status))

    name = cloud.create_task().name
    cloud.handler.next()

    assert eventually(lambda: is_over(cloud, name))


def test_a_url_keeps_its_query_and_its_port_goes_into_the_host(cloud: Cloud) -> None:
    cloud.create_queue()

    cloud.create_task(http_request={"url": f"http://{HOST}:8443/a/b?c=d&e=f%20g"})

    sent = cloud.handler.next()
    assert (sent.path, sent.query) == ("/a/b", "c=d&e=f%20g")
    assert sent.headers["Host"] == f"{HOST}:8443"


def test_a_body_does_not_go_with_a_get(cloud: Cloud) -> None:
    cloud.create_queue()

    with pytest.raises(InvalidArgument, match="only allowed for POST, PUT and PATCH"):
        cloud.create_task(http_request={"url": URL, "http_method": 2, "body": b"x"})

    assert list(cloud.client.list_tasks(parent=QUEUE)) == []
