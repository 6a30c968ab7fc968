"""Queues and schedules that stand still, or do something else than planned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from google.cloud.tasks_v2 import HttpRequest, Queue, Task
from google.protobuf.field_mask_pb2 import FieldMask

from shared.cli.doctor.clients import Clients
from tests.cli.doctor.cloud import LOCATION, DoctorsCloud
from tests.cli.doctor.seeds import Seed, assert_found, findings_after, table
from tests.emulators.loop_thread import eventually

RECEIPTS = f"{LOCATION}/queues/receipts"
RELAY = f"{LOCATION}/jobs/relay-outbox"


def _queue(path: str, **fields: Any) -> Callable[[Clients], object]:
    queue = Queue(name=RECEIPTS, **fields)
    return lambda clients: clients.tasks.update_queue(
        queue=queue, update_mask=FieldMask(paths=[path])
    )


def _job(path: str, change: Callable[[Any], None]) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        job = clients.scheduler.get_job(name=RELAY)
        change(job)
        clients.scheduler.update_job(job=job, update_mask=FieldMask(paths=[path]))

    return spoil


def _call_elsewhere(job: Any) -> None:
    job.http_target.uri = "https://elsewhere.example/internal/sweep"


def _call_as_pusher(job: Any) -> None:
    job.http_target.oidc_token.service_account_email = "push-invoker@kvitto-local"


def _run_daily(job: Any) -> None:
    job.schedule = "0 3 * * *"


def _run_in_vain(clients: Clients) -> None:
    """Nobody answers at the function's address in these tests."""
    job = clients.scheduler.get_job(name=RELAY)
    job.retry_config.retry_count = 0
    job.http_target.uri = "http://127.0.0.1:1/internal/sweep"
    clients.scheduler.update_job(job=job)
    clients.scheduler.run_job(name=RELAY)
    assert eventually(lambda: clients.scheduler.get_job(name=RELAY).status.code != 0)


@table(
    Seed(
        "queue-missing",
        "tasks",
        lambda clients: clients.tasks.delete_queue(name=RECEIPTS),
        "queue receipts is not there",
    ),
    Seed(
        "queue-paused",
        "tasks",
        lambda clients: clients.tasks.pause_queue(name=RECEIPTS),
        "queue receipts is paused",
        f"run `curl -X POST http://tasks/v2/{RECEIPTS}:resume`",
    ),
    Seed(
        "queue-rates",
        "tasks",
        _queue("rate_limits", rate_limits={"max_dispatches_per_second": 1}),
        "queue receipts sends 1 a second",
    ),
    Seed(
        "queue-retries",
        "tasks",
        _queue("retry_config.max_attempts", retry_config={"max_attempts": 3}),
        "queue receipts gives up after 3 attempts",
    ),
    Seed(
        "schedule-missing",
        "scheduler",
        lambda clients: clients.scheduler.delete_job(name=RELAY),
        "schedule relay-outbox is not there",
    ),
    Seed(
        "schedule-paused",
        "scheduler",
        lambda clients: clients.scheduler.pause_job(name=RELAY),
        "schedule relay-outbox is paused",
        f"run `curl -X POST http://scheduler/v1/{RELAY}:resume`",
    ),
    Seed(
        "schedule-cron",
        "scheduler",
        _job("schedule", _run_daily),
        "runs at 0 3 * * * (Etc/UTC), not at * * * * * (Etc/UTC)",
    ),
    Seed(
        "schedule-target",
        "scheduler",
        _job("http_target", _call_elsewhere),
        "calls https://elsewhere.example/internal/sweep, not https://outbox-relay-",
    ),
    Seed(
        "schedule-identity",
        "scheduler",
        _job("http_target", _call_as_pusher),
        "calls as push-invoker@kvitto-local for https://outbox-relay-",
    ),
)
def test_a_mistake_with_a_queue_or_a_schedule_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)


def test_a_schedule_that_fails_is_found_with_its_reason(cloud: DoctorsCloud) -> None:
    found = findings_after(cloud, Seed("schedule-failing", "scheduler", _run_in_vain, ""))

    assert [one.id for one in found] == ["schedule-failing", "schedule-target"]
    assert "failed when it last ran" in found[0].what


def test_a_task_that_fails_again_and_again_is_found(cloud: DoctorsCloud) -> None:
    def spoil(clients: Clients) -> None:
        request = HttpRequest(url="http://127.0.0.1:1/tasks/receipts")
        name = clients.tasks.create_task(parent=RECEIPTS, task=Task(http_request=request)).name
        for attempt in range(1, 6):
            clients.tasks.run_task(name=name)
            assert eventually(partial(_was_tried, clients, name, attempt))

    found = findings_after(cloud, Seed("tasks-failing", "tasks", spoil, ""))

    assert [one.id for one in found] == ["tasks-failing"]
    assert "queue receipts has 1 tasks that failed 5 times or more" in found[0].what
    assert found[0].fix == "read the log of http://127.0.0.1:1/tasks/receipts"


def _was_tried(clients: Clients, name: str, times: int) -> bool:
    return bool(clients.tasks.get_task(name=name).dispatch_count >= times)
