"""What is still there after the local cloud was stopped and started again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import AlreadyExists, FailedPrecondition

from emulators.identity.issuer import Issuer
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import eventually
from tests.emulators.tasks.cloud import QUEUE, running_cloud
from tests.emulators.tasks.handler import SILENCE, URL, Reply


def test_a_waiting_task_survives_with_its_body_and_is_sent(issuer: Issuer) -> None:
    shelf = KeptShelf()
    with running_cloud(issuer, shelf) as cloud:
        cloud.create_queue(retry_config={"max_attempts": 7})
        cloud.create_task(
            "mail-1",
            http_request={"url": URL, "body": b"hello"},
            schedule_time=cloud.clock.now() + timedelta(hours=1),
        )

    with running_cloud(issuer, shelf) as cloud:
        assert cloud.client.get_queue(name=QUEUE).retry_config.max_attempts == 7
        cloud.advance(hours=2)
        assert cloud.handler.next().body == b"hello"


def test_a_task_goes_on_counting_its_attempts(issuer: Issuer) -> None:
    shelf = KeptShelf()
    with running_cloud(issuer, shelf) as cloud:
        cloud.create_queue(retry_config={"min_backoff": timedelta(hours=1)})
        cloud.handler.replies.append(Reply(404))
        name = cloud.create_task().name
        assert eventually(lambda: cloud.client.get_task(name=name).response_count == 1)

    with running_cloud(issuer, shelf) as cloud:
        cloud.advance(hours=2)
        headers = cloud.handler.next().headers
        assert headers["X-CloudTasks-TaskRetryCount"] == "1"
        assert headers["X-CloudTasks-TaskExecutionCount"] == "1"
        assert headers["X-CloudTasks-TaskPreviousResponse"] == "404"


def test_a_task_that_was_under_way_is_sent_again(issuer: Issuer) -> None:
    shelf = KeptShelf()
    with running_cloud(issuer, shelf) as cloud:
        cloud.create_queue()
        cloud.handler.replies.append(SILENCE)
        cloud.create_task("mail-1")
        cloud.handler.next()

    with running_cloud(issuer, shelf) as cloud:
        assert cloud.handler.next().headers["X-CloudTasks-TaskName"] == "mail-1"


def test_spent_names_stay_spent(issuer: Issuer) -> None:
    shelf = KeptShelf()
    with running_cloud(issuer, shelf) as cloud:
        cloud.create_queue()
        cloud.create_queue(f"{QUEUE}-2")
        cloud.client.delete_queue(name=f"{QUEUE}-2")
        cloud.create_task("mail-1")
        cloud.handler.next()
        assert eventually(lambda: not list(cloud.client.list_tasks(parent=QUEUE)))

    with running_cloud(issuer, shelf) as cloud:
        with pytest.raises(AlreadyExists):
            cloud.create_task("mail-1")
        with pytest.raises(FailedPrecondition):
            cloud.create_queue(f"{QUEUE}-2")


def test_spent_names_are_cleared_away_when_they_are_free_again(issuer: Issuer) -> None:
    shelf = KeptShelf()
    with running_cloud(issuer, shelf) as cloud:
        cloud.create_queue()
        cloud.create_task("mail-1")
        cloud.handler.next()
        assert eventually(lambda: not list(cloud.client.list_tasks(parent=QUEUE)))
        cloud.advance(hours=2)
        cloud.create_task("mail-2")
        cloud.handler.next()

        assert eventually(
            lambda: (
                [key for key in shelf.values if key.startswith("spent:")]
                == [f"spent:{QUEUE}/tasks/mail-2"]
            )
        )
