"""What a queue's state and limits let go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.tasks_v2 import Queue, Task

from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import QUEUE, Cloud, at
from tests.emulators.tasks.handler import SILENCE, URL, Reply


def waiting(cloud: Cloud) -> int:
    return len(list(cloud.client.list_tasks(parent=QUEUE)))


def test_a_paused_queue_keeps_its_tasks_and_a_resumed_one_sends_them(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    for number in range(3):
        cloud.create_task(f"t{number}")
    cloud.advance(hours=1)
    kept = waiting(cloud)

    cloud.client.resume_queue(name=QUEUE)

    sent = [cloud.handler.next().headers["X-CloudTasks-TaskName"] for _ in range(3)]
    assert kept == 3
    assert sorted(sent) == ["t0", "t1", "t2"]


def test_a_full_bucket_goes_at_once_and_the_rest_at_the_queues_rate(cloud: Cloud) -> None:
    cloud.create_queue(rate_limits={"max_dispatches_per_second": 0.01})
    for _ in range(12):
        cloud.create_task()

    for _ in range(10):
        cloud.handler.next()
    assert eventually(lambda: waiting(cloud) == 2)
    cloud.advance(seconds=101)
    cloud.handler.next()
    assert eventually(lambda: waiting(cloud) == 1)
    cloud.advance(seconds=100)
    cloud.handler.next()

    assert eventually(lambda: waiting(cloud) == 0)


def test_no_more_tasks_are_under_way_than_the_queue_allows(cloud: Cloud) -> None:
    cloud.create_queue(rate_limits={"max_concurrent_dispatches": 2})
    cloud.handler.replies.extend([SILENCE, SILENCE])
    names = [cloud.create_task(dispatch_deadline=timedelta(seconds=15)).name for _ in range(3)]
    cloud.handler.next()
    cloud.handler.next()
    counts = sorted(cloud.client.get_task(name=name).dispatch_count for name in names)

    cloud.advance(seconds=16)

    assert counts == [0, 1, 1]
    assert cloud.handler.next().headers["X-CloudTasks-TaskRetryCount"] == "0"


def test_a_task_can_be_forced_while_its_queue_is_paused(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    name = cloud.create_task(schedule_time=cloud.clock.now() + timedelta(days=1)).name

    forced = cloud.client.run_task(name=name)

    assert forced.dispatch_count == 1
    cloud.handler.next()
    assert eventually(lambda: waiting(cloud) == 0)
    with pytest.raises(NotFound):
        cloud.client.run_task(name=name)


def test_a_forced_task_that_fails_is_rescheduled_from_the_moment_it_was_forced(
    cloud: Cloud,
) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(minutes=5)})
    cloud.handler.replies.append(Reply(500))
    name = cloud.create_task(schedule_time=cloud.clock.now() + timedelta(days=1)).name

    cloud.client.run_task(name=name)

    assert eventually(lambda: cloud.client.get_task(name=name).response_count == 1)
    task = cloud.client.get_task(name=name)
    wait = at(task.schedule_time) - at(task.last_attempt.dispatch_time)
    assert abs(wait - timedelta(minutes=5)) < timedelta(milliseconds=5)


def test_a_lowered_rate_holds_from_then_on(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.update_queue(
        queue=Queue(name=QUEUE, rate_limits={"max_dispatches_per_second": 0.01})
    )
    for _ in range(11):
        cloud.create_task()

    for _ in range(10):
        cloud.handler.next()

    assert eventually(lambda: waiting(cloud) == 1)


def test_a_deleted_queue_sends_nothing_more(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.create_task(schedule_time=cloud.clock.now() + timedelta(minutes=1))
    cloud.client.delete_queue(name=QUEUE)
    cloud.advance(minutes=2)
    other = f"{QUEUE}-2"
    cloud.create_queue(other)
    cloud.client.create_task(
        parent=other,
        task=Task(name=f"{other}/tasks/only", http_request={"url": URL}),
    )

    assert cloud.handler.next().headers["X-CloudTasks-TaskName"] == "only"
    assert cloud.handler.has_been_sent_nothing()
