"""What a job sends, when, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import grpc
import jwt

from tests.emulators.loop_thread import eventually
from tests.emulators.scheduler.cloud import JOB, TOPIC, Cloud, at, is_waiting
from tests.emulators.tasks.handler import HOST, SILENCE, URL, Reply

ACCOUNT = "invoker@kvitto-test.iam.gserviceaccount.com"


def advance_until_sent(cloud: Cloud, **step: float) -> None:
    """Move the clock on in steps: the answer to a run is taken in at no event a test can see."""

    def sent() -> bool:
        cloud.advance(**step)
        return not cloud.handler.has_been_sent_nothing()

    assert eventually(sent)


def test_a_job_sends_its_request_with_the_headers_of_cloud_scheduler(cloud: Cloud) -> None:
    headers = {"X-Own": "kept", "User-Agent": "mine", "X-CloudScheduler-JobName": "forged"}
    cloud.create_job(
        http_target={"uri": URL, "http_method": 4, "body": b"{}", "headers": headers},
        time_zone="Asia/Tokyo",
    )

    hour = cloud.advance_to_next_hour()

    sent = cloud.handler.next()
    assert (sent.method, sent.path, sent.body) == ("PUT", "/work", b"{}")
    assert sent.headers["Host"] == HOST
    assert sent.headers["User-Agent"] == "Google-Cloud-Scheduler"
    assert sent.headers["X-Own"] == "kept"
    assert sent.headers["X-CloudScheduler"] == "true"
    assert sent.headers["X-CloudScheduler-JobName"] == "sweep"
    tokyo = hour + timedelta(hours=9)
    assert sent.headers["X-CloudScheduler-ScheduleTime"] == f"{tokyo:%Y-%m-%dT%H:00:00}+09:00"
    assert "Authorization" not in sent.headers


def test_an_english_schedule_runs_so_long_after_the_last_run(cloud: Cloud) -> None:
    cloud.create_job(schedule="every 5 minutes")

    cloud.advance(minutes=5)
    sent = cloud.handler.next()
    job = cloud.job_once(lambda job: "status" in job)

    assert "X-CloudScheduler-ScheduleTime" not in sent.headers
    assert at(job.schedule_time) - at(job.last_attempt_time) >= timedelta(minutes=5)


def test_an_id_token_is_made_out_to_the_uri_unless_told_otherwise(cloud: Cloud) -> None:
    cloud.create_job(
        http_target={"uri": URL, "oidc_token": {"service_account_email": ACCOUNT}},
    )

    cloud.client.run_job(name=JOB)

    token = cloud.handler.next().headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == (URL, ACCOUNT)


def test_an_access_token_is_one_that_the_issuer_knows(cloud: Cloud) -> None:
    oauth = {"service_account_email": ACCOUNT, "scope": "https://scope.example"}
    cloud.create_job(http_target={"uri": URL, "oauth_token": oauth})

    cloud.client.run_job(name=JOB)

    token = cloud.handler.next().headers["Authorization"].removeprefix("Bearer ")
    info = cloud.issuer.token_info(token)
    assert info is not None
    assert (info["email"], info["scope"]) == (ACCOUNT, "https://scope.example")


def test_a_topic_is_published_to(cloud: Cloud) -> None:
    target = {"topic_name": TOPIC, "data": b"tick", "attributes": {"colour": "red"}}
    cloud.create_job(pubsub_target=target)

    cloud.advance_to_next_hour()
    job = cloud.job_once(lambda job: "status" in job)

    assert cloud.topic.published == [(TOPIC, b"tick", {"colour": "red"})]
    assert job.status.code == 0


def test_a_topic_that_is_not_there_is_a_failed_attempt(cloud: Cloud) -> None:
    cloud.topic.answers.append(grpc.StatusCode.NOT_FOUND)
    cloud.create_job(
        pubsub_target={"topic_name": TOPIC, "data": b"tick"}, retry_config={"retry_count": 1}
    )

    cloud.client.run_job(name=JOB)
    job = cloud.job_once(lambda job: job.status.code == 5)
    cloud.advance(seconds=5)
    cloud.job_once(lambda job: "status" in job and job.status.code == 0)

    assert at(job.schedule_time) - at(job.last_attempt_time) >= timedelta(seconds=5)
    assert len(cloud.topic.published) == 2


def test_the_status_tells_what_became_of_the_last_attempt(cloud: Cloud) -> None:
    cloud.create_job()
    cloud.handler.replies.append(Reply(403))

    cloud.client.run_job(name=JOB)
    failed = cloud.job_once(lambda job: "status" in job)
    cloud.client.run_job(name=JOB)
    succeeded = cloud.job_once(lambda job: not job.status.code)

    assert failed.status.code == grpc.StatusCode.PERMISSION_DENIED.value[0]
    assert at(succeeded.last_attempt_time) > at(failed.last_attempt_time)


def test_an_attempt_that_misses_its_deadline_has_failed(cloud: Cloud) -> None:
    cloud.create_job(attempt_deadline=timedelta(seconds=15))
    cloud.handler.replies.append(SILENCE)

    cloud.client.run_job(name=JOB)
    cloud.handler.next()
    cloud.advance(seconds=16)
    job = cloud.job_once(lambda job: "status" in job)

    assert job.status.code == grpc.StatusCode.DEADLINE_EXCEEDED.value[0]


def test_retries_wait_as_the_job_says(cloud: Cloud) -> None:
    cloud.create_job(
        schedule="0 0 1 1 *",
        retry_config={
            "retry_count": 3,
            "min_backoff_duration": timedelta(seconds=10),
            "max_backoff_duration": timedelta(seconds=30),
            "max_doublings": 1,
        },
    )
    cloud.handler.replies.extend([Reply(500)] * 4)
    cloud.client.run_job(name=JOB)

    waits = []
    for _ in range(3):
        cloud.handler.next()
        job = cloud.job_once(is_waiting)
        waits.append(round((at(job.schedule_time) - cloud.clock.now()).total_seconds()))
        cloud.advance(seconds=waits[-1] + 1)
    cloud.handler.next()
    over = cloud.job_once(lambda job: at(job.schedule_time).month == 1 and is_waiting(job))

    assert waits == [10, 20, 30]
    assert at(over.schedule_time).day == 1


def test_a_retry_duration_keeps_a_job_trying_beyond_its_count(cloud: Cloud) -> None:
    cloud.create_job(
        schedule="0 0 1 1 *",
        retry_config={"retry_count": 1, "max_retry_duration": timedelta(minutes=1)},
    )
    cloud.handler.replies.extend([Reply(500)] * 3)
    cloud.client.run_job(name=JOB)
    for _ in range(3):
        cloud.handler.next()
        advance_until_sent(cloud, seconds=10)

    assert cloud.handler.next().method == "POST"


def test_a_paused_job_does_not_run_until_it_is_resumed(cloud: Cloud) -> None:
    cloud.create_job()
    cloud.client.pause_job(name=JOB)
    cloud.advance(hours=5)

    resumed = cloud.client.resume_job(name=JOB)

    assert cloud.handler.has_been_sent_nothing()
    assert at(resumed.schedule_time) > cloud.clock.now()
    cloud.advance_to_next_hour()
    assert cloud.handler.next().method == "POST"


def test_a_paused_job_can_be_run_by_hand(cloud: Cloud) -> None:
    cloud.create_job()
    cloud.client.pause_job(name=JOB)

    cloud.client.run_job(name=JOB)

    assert cloud.handler.next().method == "POST"
    assert cloud.job().state.name == "PAUSED"


def test_a_job_can_be_run_by_hand_while_it_is_running(cloud: Cloud) -> None:
    cloud.create_job()
    cloud.handler.replies.append(SILENCE)
    cloud.client.run_job(name=JOB)
    cloud.handler.next()

    cloud.client.run_job(name=JOB)

    assert cloud.handler.next().method == "POST"


def test_a_deleted_job_does_not_run(cloud: Cloud) -> None:
    cloud.create_job()
    cloud.client.delete_job(name=JOB)

    cloud.advance(hours=2)

    assert cloud.handler.has_been_sent_nothing()
