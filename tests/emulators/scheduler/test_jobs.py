from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.scheduler.jobs import SchedulerJobs
from emulators.shelf import Forgetful, Shelf
from emulators.topology import Routes, Schedule, Topology
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import LoopThread, eventually
from tests.emulators.tasks.handler import HOST, URL, Handler, Reply

AUDIENCE = f"https://{HOST}"
INVOKER = "scheduler-invoker@kvitto-test.iam.gserviceaccount.com"


def a_schedule(**changes: Any) -> Schedule:
    plan = {
        "name": "sweep",
        "schedule": "0 * * * *",
        "time_zone": "Etc/UTC",
        "uri": URL,
        "http_method": "POST",
        "oidc": {"service_account_email": INVOKER, "audience": AUDIENCE},
        "retry_count": 3,
    }
    return Schedule.model_validate(plan | changes)


def a_topology(*schedules: Schedule) -> Topology:
    return Topology.load().model_copy(update={"schedules": schedules})


@dataclass(frozen=True, slots=True)
class Scheduled:
    loop: LoopThread
    clock: Clock
    jobs: SchedulerJobs
    handler: Handler

    def advance(self, by: timedelta) -> None:
        self.loop.call(lambda: self.clock.advance(by))

    def advance_to_next_hour(self) -> datetime:
        """Move the clock just past the next full hour, between two runs; return that hour."""
        assert eventually(lambda: not any(runner.is_running for runner in self.jobs.registry))
        now = self.clock.now()
        hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.advance(hour - now)
        return hour

    def provision(self, *schedules: Schedule) -> None:
        self.loop.call(lambda: self.jobs.provision(a_topology(*schedules)))


@contextmanager
def running(*schedules: Schedule, shelf: Shelf | None = None) -> Iterator[Scheduled]:
    with LoopThread() as loop:
        clock = Clock()
        handler = loop.call(Handler)
        port = loop.run(handler.start())
        issuer = Issuer(clock=clock, shelf=Forgetful().shelf("identity"), url="https://issuer")
        jobs = SchedulerJobs(clock=clock, routes=Routes({HOST: port}), issuer=issuer, shelf=shelf)
        scheduled = Scheduled(loop, clock, jobs, handler)
        scheduled.provision(*schedules)
        loop.run(jobs.start())
        try:
            yield scheduled
        finally:
            loop.run(jobs.stop())
            loop.run(handler.stop())


def slot_of(handler: Handler) -> str:
    return handler.next().headers["X-CloudScheduler-ScheduleTime"]


def advance_until_sent(scheduled: Scheduled, step: timedelta) -> None:
    """Move the clock on in steps: the answer to a run is taken in at no event a test can see."""

    def sent() -> bool:
        scheduled.advance(step)
        return not scheduled.handler.has_been_sent_nothing()

    assert eventually(sent)


def test_a_job_runs_at_its_slot_and_says_who_it_is() -> None:
    with running(a_schedule()) as scheduled:
        hour = scheduled.advance_to_next_hour()
        sent = scheduled.handler.next()

    assert (sent.method, sent.path, sent.body) == ("POST", "/work", b"")
    assert sent.headers["Host"] == HOST
    assert sent.headers["User-Agent"] == "Google-Cloud-Scheduler"
    assert sent.headers["X-CloudScheduler"] == "true"
    assert sent.headers["X-CloudScheduler-JobName"] == "sweep"
    assert sent.headers["X-CloudScheduler-ScheduleTime"] == f"{hour:%Y-%m-%dT%H:00:00Z}"
    token = sent.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == (AUDIENCE, INVOKER)


def test_a_job_runs_at_every_slot() -> None:
    with running(a_schedule()) as scheduled:
        slots = []
        for _ in range(3):
            scheduled.advance_to_next_hour()
            slots.append(slot_of(scheduled.handler))

    assert slots == sorted(set(slots))


def test_slots_that_the_clock_jumped_over_become_one_run() -> None:
    with running(a_schedule()) as scheduled:
        scheduled.advance(timedelta(days=1))
        last_hour = scheduled.clock.now().replace(minute=0, second=0, microsecond=0)
        slot = slot_of(scheduled.handler)
        scheduled.advance_to_next_hour()
        following = slot_of(scheduled.handler)

    assert slot == f"{last_hour:%Y-%m-%dT%H:00:00Z}"
    assert following == f"{last_hour + timedelta(hours=1):%Y-%m-%dT%H:00:00Z}"


def test_the_schedule_time_is_written_in_the_jobs_time_zone() -> None:
    with running(a_schedule(time_zone="Asia/Kolkata", schedule="30 * * * *")) as scheduled:
        scheduled.advance_to_next_hour()

        assert slot_of(scheduled.handler).endswith(":30:00+05:30")


def test_a_failed_run_is_tried_again_for_the_same_slot() -> None:
    with running(a_schedule()) as scheduled:
        scheduled.handler.replies.extend([Reply(500), Reply(500)])
        scheduled.advance_to_next_hour()
        slots = [slot_of(scheduled.handler)]
        for wait_seconds in (5, 10):
            advance_until_sent(scheduled, timedelta(seconds=wait_seconds))
            slots.append(slot_of(scheduled.handler))

    assert len(set(slots)) == 1


def test_a_run_is_tried_again_no_more_often_than_planned() -> None:
    with running(a_schedule(retry_count=1)) as scheduled:
        scheduled.handler.replies.extend([Reply(500), Reply(500)])
        scheduled.advance_to_next_hour()
        first = slot_of(scheduled.handler)
        advance_until_sent(scheduled, timedelta(seconds=5))
        second = slot_of(scheduled.handler)
        advance_until_sent(scheduled, timedelta(minutes=30))

        assert first == second
        assert slot_of(scheduled.handler) > second


def test_retries_do_not_reach_into_the_next_slot() -> None:
    with running(a_schedule(schedule="* * * * *", retry_count=5)) as scheduled:
        scheduled.handler.replies.extend([Reply(500)] * 4)
        scheduled.advance(timedelta(minutes=1))
        slots = [slot_of(scheduled.handler)]
        while len(set(slots)) == 1:
            advance_until_sent(scheduled, timedelta(seconds=5))
            slots.append(slot_of(scheduled.handler))

    assert 2 <= len(slots) <= 5


def test_a_job_can_be_run_outside_its_schedule() -> None:
    with running(a_schedule()) as scheduled:
        status = scheduled.loop.run(scheduled.jobs.run_now("sweep"))

        assert status == 200
        assert scheduled.handler.next().headers["X-CloudScheduler-JobName"] == "sweep"


def test_a_run_outside_the_schedule_that_fails_is_tried_again() -> None:
    with running(a_schedule(schedule="0 0 1 1 *")) as scheduled:
        scheduled.handler.replies.append(Reply(503))
        status = scheduled.loop.run(scheduled.jobs.run_now("sweep"))
        first = slot_of(scheduled.handler)
        advance_until_sent(scheduled, timedelta(seconds=5))

        assert status == 503
        assert slot_of(scheduled.handler) == first


def test_an_unknown_job_cannot_be_run() -> None:
    with running() as scheduled, pytest.raises(LookupError, match="sweep"):
        scheduled.loop.run(scheduled.jobs.run_now("sweep"))


def test_provisioning_again_drops_and_replaces_jobs_while_they_run() -> None:
    with running(a_schedule(), a_schedule(name="old")) as scheduled:
        scheduled.provision(a_schedule(uri=f"{URL}/changed"), a_schedule(name="new"))
        scheduled.advance_to_next_hour()
        sent = {scheduled.handler.next().path for _ in range(2)}

        assert sent == {"/work", "/work/changed"}
        assert scheduled.handler.has_been_sent_nothing()


def names(scheduled: Scheduled) -> set[str]:
    return {runner.held.name.rpartition("/")[2] for runner in scheduled.jobs.registry}


def test_after_a_restart_too_exactly_the_planned_jobs_are_held_beside_those_of_clients() -> None:
    shelf = KeptShelf()
    with running(a_schedule(), a_schedule(name="old"), shelf=shelf) as scheduled:
        registry = scheduled.jobs.registry
        old = next(iter(registry)).held.job
        mine = type(old)(schedule="0 * * * *", name=old.name.rpartition("/")[0] + "/mine")
        mine.http_target.uri = URL
        scheduled.loop.call(lambda: registry.create(mine.name.partition("/jobs/")[0], mine))

    with running(a_schedule(), a_schedule(name="new"), shelf=shelf) as scheduled:
        assert names(scheduled) == {"sweep", "new", "mine"}


def test_a_planned_job_that_a_client_deleted_is_planned_again() -> None:
    with running(a_schedule()) as scheduled:
        registry = scheduled.jobs.registry
        [runner] = registry
        scheduled.loop.call(lambda: registry.delete(runner.held.name))

        scheduled.provision(a_schedule())

        assert names(scheduled) == {"sweep"}
