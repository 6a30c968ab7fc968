"""One clock: what is moved by the control API moves every service at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from google.api_core.exceptions import NotFound
from google.cloud import tasks_v2
from google.cloud.tasks_v2 import CloudTasksClient
from google.protobuf.timestamp_pb2 import Timestamp

from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local
from tests.emulators.loop_thread import eventually

QUEUE = TOPOLOGY.queue_name("receipts")
TARGET = TOPOLOGY.function("receipt-mailer").uri


def task(at: datetime) -> tasks_v2.Task:
    stamp = Timestamp()
    stamp.FromDatetime(at)
    request = tasks_v2.HttpRequest(
        url=f"{TARGET}/internal/x", http_method="POST", oidc_token=clients.invoker_of(TARGET)
    )
    return tasks_v2.Task(http_request=request, schedule_time=stamp)


def test_tasks_go_out_in_order_each_at_its_own_time(local: Local) -> None:
    begin = local.now()
    dues = [begin + timedelta(minutes=minutes) for minutes in (30, 10, 20)]
    with clients.tasks(local) as client:
        for due_at in dues:
            client.create_task(parent=QUEUE, task=task(due_at), retry=None)
    local.done("POST", "/clock", {"advance_seconds": 5 * 60})
    early = [one for one in local.receivers.all() if one.path == "/internal/x"]

    local.done("POST", "/clock", {"advance_seconds": 30 * 60})

    sent = [one.at for one in local.receivers.all() if one.path == "/internal/x"]
    assert early == []
    assert len(sent) == 3
    for at, due_at in zip(sent, sorted(dues), strict=True):
        assert timedelta() <= at - due_at < timedelta(milliseconds=1)


def test_scheduled_jobs_run_at_every_slot_of_the_time_that_passes(local: Local) -> None:
    local.done("POST", "/clock", {"advance_seconds": 60})
    local.receivers.all()

    moved = local.done("POST", "/clock", {"advance_seconds": 10 * 60})

    sweeps = [one for one in local.receivers.all() if one.function == "outbox-relay"]
    slots = [one.headers["X-CloudScheduler-ScheduleTime"] for one in sweeps]
    assert len(slots) == len(set(slots)) == 10
    assert slots == sorted(slots)
    assert moved["timers_run"] >= 20
    for one in sweeps:
        slot = datetime.fromisoformat(one.headers["X-CloudScheduler-ScheduleTime"])
        assert timedelta() <= one.at - slot < timedelta(milliseconds=1)


def test_a_failed_delivery_is_tried_again_when_its_time_comes(local: Local) -> None:
    with clients.tasks(local) as client:
        local.receivers.statuses["receipt-mailer"] = [500] * 3
        client.create_task(parent=QUEUE, task=task(local.now()), retry=None)
        first = local.receivers.next()
        local.done("POST", "/clock", {"advance_seconds": 3600})
    again = [one for one in local.receivers.all() if one.path == first.path]

    waits = [after.at - before.at for before, after in zip([first, *again], again, strict=False)]
    assert len(again) == 3
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]


def is_gone(client: CloudTasksClient, name: str) -> bool:
    try:
        client.get_task(name=name, retry=None)
    except NotFound:
        return True
    return False


def test_a_lease_runs_out_and_a_finished_task_s_name_is_free_again(local: Local) -> None:
    named = task(local.now())
    named.name = f"{QUEUE}/tasks/once"
    with clients.tasks(local) as client:
        client.create_task(parent=QUEUE, task=named, retry=None)
        local.receivers.next()
        assert eventually(lambda: is_gone(client, named.name))  # its answer has been taken in
        local.done("POST", "/clock", {"advance_seconds": 2 * 3600})
        client.create_task(parent=QUEUE, task=named, retry=None)
        sent = iter(local.receivers.next, None)  # two hours of schedules come in between

        assert any(one.path == "/internal/x" for one in sent)


def test_a_paused_clock_shows_one_instant_to_all(local: Local) -> None:
    paused = local.done("POST", "/clock", {"pause": True})
    with clients.database(local) as client:
        document = client.collection("things").document("one")
        for number in range(3):
            document.set({"n": number}, retry=None)
            update_time = document.get(retry=None).update_time
            assert abs(update_time - local.now()) < timedelta(milliseconds=1)
    resumed = local.done("POST", "/clock", {"resume": True})

    stopped_at = datetime.fromisoformat(paused["now"])
    assert paused["is_paused"]
    assert not resumed["is_paused"]
    assert local.now() > stopped_at


def test_a_day_passes_in_a_moment_at_speed(local: Local) -> None:
    begin = datetime.fromisoformat(local.done("POST", "/clock", {"speed": 50_000})["now"])
    local.receivers.next()
    moved = local.done("POST", "/clock", {"speed": 1})

    assert datetime.fromisoformat(moved["now"]) > begin
    assert moved["speed"] == 1
