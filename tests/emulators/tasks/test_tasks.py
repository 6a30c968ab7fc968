from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    InvalidArgument,
    MethodNotImplemented,
    NotFound,
)
from google.cloud.tasks_v2 import Task

from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import QUEUE, Cloud, at
from tests.emulators.tasks.handler import URL

NAME = f"{QUEUE}/tasks/mail-1"


def paused_queue(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)


def says_it_existed(cloud: Cloud) -> bool:
    with pytest.raises(NotFound) as missing:
        cloud.client.get_task(name=NAME)
    return "existed recently" in missing.value.message


def test_a_task_without_a_name_is_given_one(cloud: Cloud) -> None:
    paused_queue(cloud)

    first, second = cloud.create_task().name, cloud.create_task().name

    assert first != second
    assert first.removeprefix(f"{QUEUE}/tasks/").isdigit()


def test_a_name_is_taken_while_its_task_waits(cloud: Cloud) -> None:
    paused_queue(cloud)
    cloud.create_task("mail-1")

    with pytest.raises(AlreadyExists, match="Requested entity already exists"):
        cloud.create_task("mail-1")


def test_the_name_of_a_finished_task_is_free_after_an_hour(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.create_task("mail-1")
    cloud.handler.next()
    assert eventually(lambda: not list(cloud.client.list_tasks(parent=QUEUE)))

    assert says_it_existed(cloud)
    cloud.advance(minutes=59)
    with pytest.raises(AlreadyExists):
        cloud.create_task("mail-1")
    cloud.advance(minutes=2)

    assert cloud.create_task("mail-1").name == NAME


def test_the_name_of_a_deleted_task_is_taken_and_the_task_is_never_sent(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.create_task("mail-1", schedule_time=cloud.clock.now() + timedelta(minutes=1))
    cloud.client.delete_task(name=NAME)
    cloud.advance(minutes=2)
    cloud.create_task("mail-2")

    assert cloud.handler.next().headers["X-CloudTasks-TaskName"] == "mail-2"
    assert cloud.handler.has_been_sent_nothing()
    with pytest.raises(AlreadyExists):
        cloud.create_task("mail-1")


def test_a_task_of_another_queue_is_refused(cloud: Cloud) -> None:
    paused_queue(cloud)

    with pytest.raises(InvalidArgument, match="must be the same as the queue name"):
        cloud.create_task(name=f"{QUEUE}-other/tasks/mail-1")


@pytest.mark.parametrize("task_id", ["not a valid id", "a/b", "x" * 501, "å"])
def test_an_id_with_other_characters_or_too_many_is_refused(cloud: Cloud, task_id: str) -> None:
    paused_queue(cloud)

    with pytest.raises(InvalidArgument, match="Task ID must between 1 and 500 characters"):
        cloud.create_task(task_id)


def test_an_id_of_500_characters_is_accepted(cloud: Cloud) -> None:
    paused_queue(cloud)

    assert cloud.create_task("x" * 500).name.endswith("x" * 500)


@pytest.mark.parametrize(
    ("task", "complaint"),
    [
        ({"http_request": {"url": ""}}, "HttpRequest.url is required"),
        ({"http_request": {"url": "ftp://handler.example/"}}, "must start with 'http://'"),
        ({"http_request": {"url": "handler.example/"}}, "must start with 'http://'"),
        ({"http_request": {"url": f"{URL}/{'x' * 2083}"}}, "at most 2083"),
        ({"http_request": {"url": "http://[::1"}}, "no valid host"),
        ({"http_request": {"url": URL, "http_method": "GET", "body": b"x"}}, "not for GET"),
        ({"http_request": {"url": URL, "body": b"x" * 2**20}}, "too large"),
        ({"http_request": {"url": URL, "headers": {"X": "y" * 81920}}}, "less than 80KB"),
        ({"http_request": {"url": URL, "headers": {"X": "a\r\nb"}}}, "invalid header"),
        ({"dispatch_deadline": timedelta(seconds=14)}, "dispatchDeadline"),
        ({"dispatch_deadline": timedelta(minutes=31)}, "dispatchDeadline"),
        ({"retry_config": {"max_attempts": -2}}, "maxAttempts"),
    ],
)
def test_a_task_out_of_bounds_is_refused(
    cloud: Cloud, task: dict[str, Any], complaint: str
) -> None:
    paused_queue(cloud)

    with pytest.raises(InvalidArgument, match=complaint):
        cloud.create_task(**task)


def test_a_task_may_be_scheduled_thirty_days_ahead_and_no_further(cloud: Cloud) -> None:
    paused_queue(cloud)
    month = timedelta(days=30)

    cloud.create_task(schedule_time=cloud.clock.now() + month - timedelta(minutes=1))
    with pytest.raises(InvalidArgument, match="30 days"):
        cloud.create_task(schedule_time=cloud.clock.now() + month + timedelta(minutes=1))

    assert len(list(cloud.client.list_tasks(parent=QUEUE))) == 1


def test_an_app_engine_task_is_refused_not_ignored(cloud: Cloud) -> None:
    paused_queue(cloud)

    with pytest.raises(MethodNotImplemented, match="App Engine tasks are not served"):
        cloud.client.create_task(
            parent=QUEUE, task=Task(app_engine_http_request={"relative_uri": "/work"})
        )


def test_a_new_task_is_completed_with_defaults(cloud: Cloud) -> None:
    paused_queue(cloud)

    task = cloud.create_task(schedule_time=cloud.clock.now() - timedelta(days=1))

    assert task.dispatch_deadline == timedelta(minutes=10)
    assert task.http_request.http_method.name == "POST"
    assert at(task.create_time).microsecond == 0
    assert abs(at(task.schedule_time) - cloud.clock.now()) < timedelta(seconds=5)
    assert task.http_request.headers == {"User-Agent": "Google-Cloud-Tasks"}


def test_only_the_full_view_shows_the_body(cloud: Cloud) -> None:
    paused_queue(cloud)
    basic = cloud.create_task("mail-1", http_request={"url": URL, "body": b"secret"})
    request = {"parent": QUEUE, "response_view": Task.View.FULL}

    [listed] = cloud.client.list_tasks(request=request)
    full = cloud.client.get_task(request={"name": NAME, "response_view": Task.View.FULL})

    assert (basic.http_request.body, basic.view) == (b"", Task.View.BASIC)
    assert (full.http_request.body, full.view) == (b"secret", Task.View.FULL)
    assert listed == full


def test_tasks_are_listed_in_pages(cloud: Cloud) -> None:
    paused_queue(cloud)
    for number in range(5):
        cloud.create_task(f"t{number}")

    pages = list(cloud.client.list_tasks(request={"parent": QUEUE, "page_size": 2}).pages)

    ids = [[task.name.rpartition("/")[2] for task in page.tasks] for page in pages]
    assert ids == [["t0", "t1"], ["t2", "t3"], ["t4"]]


def test_a_task_that_never_was_is_not_found(cloud: Cloud) -> None:
    paused_queue(cloud)

    for call in (cloud.client.get_task, cloud.client.delete_task, cloud.client.run_task):
        with pytest.raises(NotFound, match="Requested entity was not found"):
            call(name=NAME)
    assert list(cloud.client.list_tasks(parent=QUEUE)) == []
