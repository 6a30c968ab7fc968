"""What a job sends, when, and what becomes of it."""

from __future__ import annotations

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.scheduler.cloud import JOB, LOCATION, is_waiting, running_cloud
from tests.emulators.tasks.handler import Reply

ACCOUNT = "invoker@kvitto-test.iam.gserviceaccount.com"


def test_a_job_survives_a_restart_but_slots_missed_meanwhile_do_not() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        created = cloud.create_job(schedule="* * * * *", description="kept")

    with running_cloud(shelf) as cloud:
        cloud.advance(minutes=1)
        assert cloud.handler.next().headers["X-CloudScheduler-JobName"] == "sweep"
        assert cloud.job().description == created.description


def test_a_retry_survives_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.create_job(schedule="0 0 1 1 *", retry_config={"retry_count": 2})
        cloud.handler.replies.append(Reply(500))
        cloud.client.run_job(name=JOB)
        slot = cloud.handler.next().headers["X-CloudScheduler-ScheduleTime"]
        cloud.job_once(is_waiting)

    with running_cloud(shelf) as cloud:
        cloud.advance(seconds=6)
        assert cloud.handler.next().headers["X-CloudScheduler-ScheduleTime"] == slot


def test_a_paused_job_is_paused_after_a_restart_and_a_deleted_one_is_gone() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.create_job(name=f"{JOB}-2")
        cloud.client.delete_job(name=f"{JOB}-2")
        cloud.create_job()
        cloud.client.pause_job(name=JOB)

    with running_cloud(shelf) as cloud:
        cloud.advance(hours=2)
        jobs = cloud.client.list_jobs(parent=LOCATION)
        assert [job.state.name for job in jobs] == ["PAUSED"]
        assert cloud.handler.has_been_sent_nothing()
