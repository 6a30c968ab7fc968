from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import Aborted, InvalidArgument
from google.cloud.tasks_v2 import CreateTaskRequest

from tests.emulators.tasks.cloud import QUEUE, Cloud
from tests.emulators.tasks.handler import URL


def creation(task_id: str, parent: str = QUEUE) -> CreateTaskRequest:
    task = {"name": f"{QUEUE}/tasks/{task_id}", "http_request": {"url": URL}}
    return CreateTaskRequest(parent=parent, task=task)


def result(operation: Any) -> Any:
    """Take an operation of `google.api_core`, which has no types, for what it is."""
    return operation.result()


def paused_queue(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)


def task_ids(cloud: Cloud) -> list[str]:
    listed = cloud.client.list_tasks(parent=QUEUE)
    return [task.name.rpartition("/")[2] for task in listed]


def test_a_batch_creates_what_it_can_and_reports_the_rest(cloud: Cloud) -> None:
    paused_queue(cloud)
    cloud.create_task("b")

    operation = cloud.client.batch_create_tasks(
        parent=QUEUE, requests=[creation("a"), creation("b"), creation("c")]
    )

    made = [task.name.rpartition("/")[2] for task in result(operation).tasks]
    metadata = operation.metadata
    assert made == ["a", "c"]
    assert task_ids(cloud) == ["a", "b", "c"]
    assert metadata.state.name == "PARTIALLY_SUCCEEDED"
    assert {index: status.code for index, status in metadata.failed_requests.items()} == {1: 6}


def test_a_batch_deletes_what_it_can_and_reports_the_rest(cloud: Cloud) -> None:
    paused_queue(cloud)
    cloud.create_task("a")
    names = [f"{QUEUE}/tasks/{task_id}" for task_id in ("a", "b")]

    operation = cloud.client.batch_delete_tasks(request={"parent": QUEUE, "names": names})

    result(operation)
    assert task_ids(cloud) == []
    assert list(operation.metadata.failed_requests) == [1]


def test_a_batch_of_which_nothing_succeeds_is_aborted(cloud: Cloud) -> None:
    paused_queue(cloud)
    cloud.create_task("a")

    operation = cloud.client.batch_create_tasks(parent=QUEUE, requests=[creation("a")])

    with pytest.raises(Aborted, match="None of the requests succeeded"):
        result(operation)
    assert list(operation.metadata.failed_requests) == [0]


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [creation(f"t{number}") for number in range(101)],
        [creation("a", parent=f"{QUEUE}-other")],
    ],
)
def test_a_batch_is_of_one_queue_and_of_a_hundred_at_most(
    cloud: Cloud, requests: list[CreateTaskRequest]
) -> None:
    paused_queue(cloud)

    with pytest.raises(InvalidArgument):
        cloud.client.batch_create_tasks(parent=QUEUE, requests=requests)

    assert task_ids(cloud) == []
