from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import NotFound

from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import QUEUE, Cloud, at
from tests.emulators.tasks.handler import SILENCE, Reply

RECORDED_FAILURES = (503, 404, 429, 500, 302)
# Retry count, execution count and previous response of each attempt, as recorded from Cloud Tasks
# itself for a handler that fails in this way: 5xx answers are not executions.
RECORDED_COUNTS = [
    ("0", "0", None),
    ("1", "0", "503"),
    ("2", "1", "404"),
    ("3", "2", "429"),
    ("4", "2", "500"),
    ("5", "3", "302"),
]


def is_over(cloud: Cloud, name: str) -> bool:
    try:
        cloud.client.get_task(name=name)
    except NotFound:
        return True
    return False


def fail_once(cloud: Cloud, reply: Reply) -> timedelta:
    """Run a task into `reply`; return how long after the answer it is due again."""
    cloud.handler.replies.append(reply)
    name = cloud.create_task().name
    assert eventually(
        lambda: bool(cloud.client.get_task(name=name).last_attempt.response_time),
    )
    task = cloud.client.get_task(name=name)
    wait = at(task.schedule_time) - at(task.last_attempt.response_time)
    return timedelta(seconds=round(wait.total_seconds(), 3))


def test_a_failing_handler_sees_the_counts_that_cloud_tasks_was_recorded_to_send(
    cloud: Cloud,
) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(milliseconds=1)})
    cloud.handler.replies.extend(Reply(status) for status in RECORDED_FAILURES)

    cloud.create_task()

    attempts = [cloud.handler.next().headers for _ in range(6)]
    counts = [
        (
            headers["X-CloudTasks-TaskRetryCount"],
            headers["X-CloudTasks-TaskExecutionCount"],
            headers.get("X-CloudTasks-TaskPreviousResponse"),
        )
        for headers in attempts
    ]
    assert counts == RECORDED_COUNTS
    assert [headers.get("X-CloudTasks-TaskRetryReason") for headers in attempts[:2]] == [None, ""]


def test_a_failed_task_tells_of_its_last_attempt(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.handler.replies.append(Reply(500))
    name = cloud.create_task(schedule_time=cloud.clock.now() + timedelta(minutes=1)).name
    cloud.client.pause_queue(name=QUEUE)
    cloud.client.run_task(name=name)
    cloud.handler.next()

    assert eventually(lambda: cloud.client.get_task(name=name).response_count == 1)
    task = cloud.client.get_task(name=name)
    assert task.dispatch_count == 1
    assert task.last_attempt.response_status.code == 13
    assert task.last_attempt.response_status.message == "INTERNAL(13): HTTP status code 500"
    assert task.first_attempt.dispatch_time == task.last_attempt.dispatch_time


def test_a_failed_task_waits_for_the_shortest_backoff_first(cloud: Cloud) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(seconds=40)})

    assert fail_once(cloud, Reply(500)) == timedelta(seconds=40)


@pytest.mark.parametrize(
    ("reply", "wait_seconds"),
    [
        (Reply(503, {"Retry-After": "120"}), 120),
        (Reply(429, {"Retry-After": "120"}), 120),
        (Reply(429, {"Retry-After": "5"}), 40),
        (Reply(500, {"Retry-After": "120"}), 40),
        (Reply(503, {"Retry-After": "soon"}), 40),
    ],
)
def test_retry_after_lengthens_the_wait_when_the_handler_is_too_busy(
    cloud: Cloud, reply: Reply, wait_seconds: int
) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(seconds=40)})

    assert fail_once(cloud, reply) == timedelta(seconds=wait_seconds)


def test_a_retry_after_that_is_a_date_is_honoured(cloud: Cloud) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(seconds=1)})
    until = cloud.clock.now() + timedelta(minutes=10)

    wait = fail_once(cloud, Reply(503, {"Retry-After": f"{until:%a, %d %b %Y %H:%M:%S} GMT"}))

    assert timedelta(minutes=9, seconds=50) < wait <= timedelta(minutes=10)


def test_a_silent_handler_costs_an_attempt_at_the_dispatch_deadline(cloud: Cloud) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(seconds=1)})
    cloud.handler.replies.append(SILENCE)
    name = cloud.create_task(dispatch_deadline=timedelta(seconds=30)).name
    cloud.handler.next()
    cloud.advance(seconds=31)

    assert eventually(
        lambda: cloud.client.get_task(name=name).last_attempt.response_status.code == 4,
    )
    assert cloud.client.get_task(name=name).response_count == 0
    cloud.advance(seconds=1)
    assert cloud.handler.next().headers["X-CloudTasks-TaskPreviousResponse"] == "504"


def test_a_handler_that_cannot_be_reached_costs_an_attempt(cloud: Cloud) -> None:
    cloud.create_queue(retry_config={"min_backoff": timedelta(hours=1)})

    name = cloud.create_task(http_request={"url": "http://127.0.0.1:1/nobody"}).name

    assert eventually(
        lambda: cloud.client.get_task(name=name).last_attempt.response_status.code == 14,
    )
    assert cloud.client.get_task(name=name).response_count == 0


def test_a_task_is_given_up_after_its_last_attempt(cloud: Cloud) -> None:
    cloud.create_queue(
        retry_config={"max_attempts": 2, "min_backoff": timedelta(milliseconds=1)},
    )
    cloud.handler.replies.extend([Reply(500), Reply(500)])

    name = cloud.create_task().name

    cloud.handler.next()
    cloud.handler.next()
    assert eventually(lambda: is_over(cloud, name))
    assert cloud.handler.has_been_sent_nothing()


def test_a_tasks_own_retry_settings_win_over_its_queues(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.handler.replies.append(Reply(500))

    name = cloud.create_task(retry_config={"max_attempts": 1}).name

    assert eventually(lambda: is_over(cloud, name))


def test_a_task_is_deleted_after_31_days_whatever_became_of_it(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    name = cloud.create_task().name
    cloud.advance(days=31, seconds=1)

    assert eventually(lambda: is_over(cloud, name))
