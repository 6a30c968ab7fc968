"""What only the Cloud Tasks adapter can promise: proof of the sender, time, and its failures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.adapters import cloud_tasks
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Queue, Task
from tests.contracts import nobody
from tests.contracts.grpc_tap import Loss
from tests.contracts.issuer import claims_in
from tests.contracts.local_tasks import INVOKER, LocalTasks, running_tasks, tasks_at

TASK = Task(queue=Queue.NUMBERING, name="number-INV-1", body={"series": "INV"}, traceparent="00-1")
HOUR = timedelta(hours=1)


@pytest.fixture
def local() -> Iterator[LocalTasks]:
    with running_tasks() as local:
        yield local


def test_a_task_proves_who_sent_it_to_the_function_it_is_for(local: LocalTasks) -> None:
    local.tasks.enqueue(TASK)

    request = local.handler.next()

    scheme, _, token = request.headers["Authorization"].partition(" ")
    claims = claims_in(token, audience="https://numberer.example")
    assert scheme == "Bearer"
    assert claims["email"] == INVOKER
    assert claims["email_verified"] is True


def test_a_task_is_a_post_of_json(local: LocalTasks) -> None:
    local.tasks.enqueue(TASK)

    request = local.handler.next()

    assert (request.method, request.path) == ("POST", "/tasks/numbering")
    assert request.headers["Content-Type"] == "application/json"
    assert request.body == b'{"series": "INV"}'


def test_a_task_for_later_does_not_come_before_its_time(local: LocalTasks) -> None:
    at = local.now() + HOUR
    local.tasks.enqueue(
        Task(queue=Queue.RECEIPTS, name="later", body={}, traceparent="00-later", at=at)
    )
    local.tasks.enqueue(TASK)

    assert local.handler.next().headers["traceparent"] == "00-1"
    assert local.handler.has_been_sent_nothing()

    local.advance(HOUR)

    assert local.handler.next().headers["traceparent"] == "00-later"


def test_cloud_tasks_that_is_down_is_unavailable() -> None:
    with (
        nobody.refusing() as address,
        tasks_at(address) as tasks,
        pytest.raises(Unavailable),
    ):
        tasks.enqueue(TASK)


def test_cloud_tasks_that_hangs_is_unavailable_after_the_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cloud_tasks, "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)
    with (
        nobody.silent() as address,
        tasks_at(address) as tasks,
        pytest.raises(Unavailable),
    ):
        tasks.enqueue(TASK)


def test_a_lost_request_is_told_at_once_and_not_repeated_by_the_client(local: LocalTasks) -> None:
    local.tap.lose(Loss.REQUEST, of="CreateTask")

    with pytest.raises(Unavailable):
        local.tasks.enqueue(TASK)

    assert local.tap.calls == ["CreateTask"]
    assert local.handler.has_been_sent_nothing()


def test_after_a_lost_reply_the_task_may_be_enqueued_again_and_comes_once(
    local: LocalTasks,
) -> None:
    local.tap.lose(Loss.REPLY, of="CreateTask")
    with pytest.raises(Unavailable):
        local.tasks.enqueue(TASK)

    local.tasks.enqueue(TASK)
    local.tasks.enqueue(Task(queue=TASK.queue, name="next", body={}, traceparent="00-next"))

    arrived = {local.handler.next().headers["traceparent"] for _ in range(2)}
    assert arrived == {"00-1", "00-next"}
    assert local.handler.has_been_sent_nothing()
