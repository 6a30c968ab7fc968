from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
)
from google.cloud.tasks_v2 import CloudTasksClient, Queue, Task
from google.protobuf.field_mask_pb2 import FieldMask

from emulators.topology import Topology
from tests.emulators.tasks.cloud import LOCATION, QUEUE, Cloud, at


def test_a_queue_gets_the_documented_defaults(cloud: Cloud) -> None:
    queue = cloud.create_queue()

    assert queue.name == QUEUE
    assert queue.state.name == "RUNNING"
    assert queue.rate_limits.max_dispatches_per_second == 500
    assert queue.rate_limits.max_concurrent_dispatches == 1000
    assert queue.retry_config.max_attempts == 100
    assert queue.retry_config.min_backoff == timedelta(seconds=0.1)
    assert queue.retry_config.max_backoff == timedelta(hours=1)
    assert queue.retry_config.max_doublings == 16
    assert queue.retry_config.max_retry_duration == timedelta()


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"rate_limits": {"max_dispatches_per_second": 501}}, "less than or equal to 500"),
        ({"rate_limits": {"max_dispatches_per_second": -1}}, "cannot be negative"),
        ({"rate_limits": {"max_concurrent_dispatches": 5001}}, "less than or equal to 5000"),
        ({"retry_config": {"max_attempts": -2}}, "greater or equal to -1"),
        ({"retry_config": {"max_doublings": -1}}, "cannot be negative"),
        ({"retry_config": {"min_backoff": timedelta(seconds=-1)}}, "cannot be negative"),
        (
            {"retry_config": {"min_backoff": timedelta(10), "max_backoff": timedelta(5)}},
            "minBackoff must be less than or equal to",
        ),
    ],
)
def test_a_setting_out_of_bounds_is_refused(
    cloud: Cloud, settings: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(InvalidArgument, match=complaint):
        cloud.create_queue(**settings)


@pytest.mark.parametrize("name", ["receipts", f"{LOCATION}/queues/a_b", f"{LOCATION}/queues/"])
def test_a_malformed_queue_name_is_refused(cloud: Cloud, name: str) -> None:
    with pytest.raises(InvalidArgument, match="Queue name must be formatted"):
        cloud.create_queue(name)


def test_a_queue_exists_once(cloud: Cloud) -> None:
    cloud.create_queue()

    with pytest.raises(AlreadyExists, match="Queue already exists"):
        cloud.create_queue()


def test_the_name_of_a_deleted_queue_is_free_after_three_days(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.delete_queue(name=QUEUE)

    with pytest.raises(FailedPrecondition, match="existed too recently"):
        cloud.create_queue()
    cloud.advance(days=3, seconds=1)

    assert cloud.create_queue().name == QUEUE


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.get_queue(name=QUEUE),
        lambda client: client.pause_queue(name=QUEUE),
        lambda client: client.resume_queue(name=QUEUE),
        lambda client: client.purge_queue(name=QUEUE),
        lambda client: list(client.list_tasks(parent=QUEUE)),
        lambda client: client.create_task(
            parent=QUEUE, task=Task(http_request={"url": "https://handler.example"})
        ),
    ],
)
def test_a_queue_that_does_not_exist_is_not_found(
    cloud: Cloud, call: Callable[[CloudTasksClient], Any]
) -> None:
    with pytest.raises(NotFound, match="Queue does not exist"):
        call(cloud.client)


def test_an_update_changes_only_what_its_mask_names(cloud: Cloud) -> None:
    cloud.create_queue(retry_config={"max_attempts": 7, "max_doublings": 3})

    cloud.client.update_queue(
        queue=Queue(name=QUEUE, retry_config={"max_attempts": 9, "max_doublings": 5}),
        update_mask=FieldMask(paths=["retry_config.max_attempts", "state"]),
    )

    queue = cloud.client.get_queue(name=QUEUE)
    assert queue.retry_config.max_attempts == 9
    assert queue.retry_config.max_doublings == 3
    assert queue.state.name == "RUNNING"


def test_an_update_without_a_mask_sets_everything(cloud: Cloud) -> None:
    cloud.create_queue(retry_config={"max_attempts": 7})

    queue = cloud.client.update_queue(
        queue=Queue(name=QUEUE, rate_limits={"max_dispatches_per_second": 25})
    )

    assert queue.rate_limits.max_dispatches_per_second == 25
    assert queue.rate_limits.max_burst_size == 25
    assert queue.retry_config.max_attempts == 100


def test_a_mask_that_names_no_field_is_refused(cloud: Cloud) -> None:
    cloud.create_queue()

    with pytest.raises(InvalidArgument, match="names no field"):
        cloud.client.update_queue(
            queue=Queue(name=QUEUE), update_mask=FieldMask(paths=["retry_config.colour"])
        )


def test_an_update_creates_a_queue_that_does_not_exist(cloud: Cloud) -> None:
    cloud.client.update_queue(queue=Queue(name=QUEUE))

    assert cloud.client.get_queue(name=QUEUE).retry_config.max_attempts == 100


def test_queues_are_listed_in_pages_and_by_state(cloud: Cloud) -> None:
    names = [f"{LOCATION}/queues/q{number}" for number in range(5)]
    for name in names:
        cloud.create_queue(name)
    cloud.client.pause_queue(name=names[1])

    pages = list(
        cloud.client.list_queues(request={"parent": LOCATION, "page_size": 2}).pages,
    )
    paused = cloud.client.list_queues(request={"parent": LOCATION, "filter": "state: PAUSED"})

    assert [[queue.name for queue in page.queues] for page in pages] == [
        names[:2],
        names[2:4],
        names[4:],
    ]
    assert [queue.name for queue in paused] == [names[1]]


def test_a_purge_forgets_the_tasks_and_says_when(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    cloud.create_task()

    queue = cloud.client.purge_queue(name=QUEUE)

    assert list(cloud.client.list_tasks(parent=QUEUE)) == []
    assert abs(at(queue.purge_time) - cloud.clock.now()) < timedelta(seconds=5)


@pytest.mark.parametrize(
    "method", ["google.cloud.tasks.v2.CloudTasks/MakeTea", "google.longrunning.Operations/Get"]
)
def test_a_method_that_is_not_served_is_refused_by_name(cloud: Cloud, method: str) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{cloud.port}") as channel:
        call = channel.unary_unary(f"/{method}")

        with pytest.raises(grpc.RpcError) as refused:
            call(b"")

    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert method.replace("/", ".") in refused.value.details()


def test_provisioning_twice_leaves_a_paused_queue_paused(cloud: Cloud) -> None:
    topology = Topology.load()
    name = topology.queue_name("receipts")
    cloud.loop.run(cloud.server.provision(topology))
    cloud.client.pause_queue(name=name)
    before = cloud.client.get_queue(name=name)

    cloud.loop.run(cloud.server.provision(topology))

    assert cloud.client.get_queue(name=name) == before
    assert before.state.name == "PAUSED"
    assert before.retry_config.max_attempts == -1
    assert before.retry_config.max_retry_duration == timedelta(days=2)
