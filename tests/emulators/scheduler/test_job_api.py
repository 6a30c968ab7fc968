"""What clients may do with jobs."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    BadRequest,
    InvalidArgument,
    MethodNotImplemented,
    NotFound,
)
from google.cloud.scheduler_v1 import CloudSchedulerAsyncClient, Job
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcAsyncIOTransport,
)
from google.protobuf.field_mask_pb2 import FieldMask

from tests.emulators.scheduler.cloud import JOB, LOCATION, TOPIC, Cloud, at
from tests.emulators.tasks.handler import URL


def test_a_new_job_is_completed_with_the_documented_defaults(cloud: Cloud) -> None:
    job = cloud.create_job(http_target={"uri": URL, "body": b"{}"})

    assert job.state.name == "ENABLED"
    assert job.time_zone == "UTC"
    assert job.http_target.http_method.name == "POST"
    assert dict(job.http_target.headers) == {
        "User-Agent": "Google-Cloud-Scheduler",
        "Content-Type": "application/octet-stream",
    }
    assert job.attempt_deadline == timedelta(minutes=3)
    assert job.retry_config.retry_count == 0
    assert job.retry_config.min_backoff_duration == timedelta(seconds=5)
    assert job.retry_config.max_backoff_duration == timedelta(hours=1)
    assert job.retry_config.max_doublings == 5
    assert timedelta() < at(job.schedule_time) - cloud.clock.now() <= timedelta(hours=1)
    assert at(job.schedule_time).minute == 0


def test_a_job_without_a_name_gets_one(cloud: Cloud) -> None:
    job = cloud.create_job(name="")

    assert job.name.startswith(f"{LOCATION}/jobs/")
    assert cloud.client.get_job(name=job.name) == job


def test_a_job_exists_once(cloud: Cloud) -> None:
    cloud.create_job()

    with pytest.raises(AlreadyExists, match=f"Job {JOB} already exists."):
        cloud.create_job()


@pytest.mark.parametrize("method", ["get_job", "delete_job", "pause_job", "resume_job", "run_job"])
def test_a_job_that_does_not_exist_is_not_found(cloud: Cloud, method: str) -> None:
    with pytest.raises(NotFound, match="Job not found"):
        getattr(cloud.client, method)(name=JOB)


@pytest.mark.parametrize("name", ["sweep", f"{LOCATION}/jobs/a b", f"{LOCATION}/jobs/{'a' * 501}"])
def test_a_malformed_name_is_refused(cloud: Cloud, name: str) -> None:
    with pytest.raises(InvalidArgument, match="Job name must be formatted"):
        cloud.create_job(name=name)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"schedule": "61 * * * *"}, "Schedule or time zone is invalid."),
        ({"time_zone": "Nowhere/At_All"}, "Schedule or time zone is invalid."),
        ({"description": "a" * 501}, "500 characters"),
        ({"http_target": {"uri": "ftp://a.example"}}, "must start with"),
        ({"http_target": {"uri": ""}}, "uri is required"),
        ({"http_target": {"uri": "https://a.example/" + "a" * 2083}}, "2083"),
        ({"http_target": {"uri": URL, "http_method": 2, "body": b"x"}}, "not for GET"),
        ({"http_target": {"uri": URL, "headers": {"X": "a" * 80 * 1024}}}, "80KB"),
        ({"http_target": {"uri": URL, "headers": {"X": "a\nb"}}}, "invalid header"),
        ({"http_target": {"uri": URL, "body": b"x" * 1024 * 1024}}, "size too large"),
        ({"attempt_deadline": timedelta(seconds=14)}, "between"),
        ({"attempt_deadline": timedelta(minutes=31)}, "between"),
        ({"retry_config": {"retry_count": 6}}, "retryCount"),
        ({"retry_config": {"retry_count": -1}}, "retryCount"),
        ({"retry_config": {"max_doublings": -1}}, "maxDoublings"),
        ({"retry_config": {"min_backoff_duration": timedelta(hours=2)}}, "less than or equal"),
        ({"retry_config": {"max_retry_duration": timedelta(seconds=-1)}}, "cannot be negative"),
        ({"pubsub_target": {"topic_name": "ticks", "data": b"x"}}, "Topic name must be formatted"),
        ({"pubsub_target": {"topic_name": TOPIC}}, "at least one attribute"),
        (
            {"pubsub_target": {"topic_name": "projects/other/topics/ticks", "data": b"x"}},
            "same project",
        ),
    ],
)
def test_a_job_out_of_bounds_is_refused(
    cloud: Cloud, settings: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(InvalidArgument, match=complaint):
        cloud.create_job(**settings)


def test_a_job_needs_a_target_that_is_served(cloud: Cloud) -> None:
    with pytest.raises(InvalidArgument, match="target is required"):
        cloud.client.create_job(parent=LOCATION, job=Job(name=JOB, schedule="* * * * *"))
    with pytest.raises(MethodNotImplemented, match="App Engine"):
        cloud.client.create_job(
            parent=LOCATION, job=Job(name=JOB, schedule="* * * * *", app_engine_http_target={})
        )


def test_an_update_changes_only_what_its_mask_names(cloud: Cloud) -> None:
    cloud.create_job(description="old", retry_config={"retry_count": 3})

    job = cloud.client.update_job(
        job=Job(name=JOB, description="new", schedule="30 * * * *", state=Job.State.PAUSED),
        update_mask=FieldMask(paths=["schedule", "state"]),
    )

    assert (job.description, job.schedule, job.state.name) == ("old", "30 * * * *", "ENABLED")
    assert job.retry_config.retry_count == 3
    assert at(job.schedule_time).minute == 30


def test_an_update_may_change_the_kind_of_target(cloud: Cloud) -> None:
    cloud.create_job()

    job = cloud.client.update_job(
        job=Job(name=JOB, pubsub_target={"topic_name": TOPIC, "data": b"x"}),
        update_mask=FieldMask(paths=["pubsub_target"]),
    )

    assert "http_target" not in job
    assert "attempt_deadline" not in job
    assert job.pubsub_target.topic_name == TOPIC


def test_an_update_that_is_refused_changes_nothing(cloud: Cloud) -> None:
    before = cloud.create_job()

    with pytest.raises(InvalidArgument, match="Invalid mask for Job: colour"):
        cloud.client.update_job(job=Job(name=JOB), update_mask=FieldMask(paths=["colour"]))
    with pytest.raises(InvalidArgument, match="Schedule or time zone"):
        cloud.client.update_job(job=Job(name=JOB), update_mask=FieldMask(paths=["schedule"]))

    assert cloud.job() == before


def test_jobs_are_listed_in_pages_by_location(cloud: Cloud) -> None:
    names = [f"{LOCATION}/jobs/j{number}" for number in range(5)]
    for name in names:
        cloud.create_job(name=name)

    for client in (cloud.client, cloud.rest_client):
        pages = client.list_jobs(request={"parent": LOCATION, "page_size": 2}).pages
        elsewhere = client.list_jobs(parent="projects/kvitto-test/locations/us-east1")
        assert [len(page.jobs) for page in pages] == [2, 2, 1]
        assert list(elsewhere) == []


def test_a_job_lives_its_life_over_rest(cloud: Cloud) -> None:
    client = cloud.rest_client
    job = Job(name=JOB, schedule="every 5 minutes", http_target={"uri": URL, "body": b"\xff"})

    created = client.create_job(parent=LOCATION, job=job)
    updated = client.update_job(
        job=Job(name=JOB, time_zone="Asia/Kolkata"), update_mask=FieldMask(paths=["time_zone"])
    )
    paused = client.pause_job(name=JOB)
    resumed = client.resume_job(name=JOB)
    client.run_job(name=JOB)

    assert cloud.handler.next().body == b"\xff"
    assert (created.time_zone, updated.time_zone) == ("UTC", "Asia/Kolkata")
    assert (paused.state.name, resumed.state.name) == ("PAUSED", "ENABLED")
    client.delete_job(name=JOB)
    with pytest.raises(NotFound, match="Job not found"):
        client.get_job(name=JOB)
    with pytest.raises(BadRequest, match="Job name must be formatted"):
        client.create_job(parent=LOCATION, job=Job(name="x"))


def test_locations_can_be_asked_for(cloud: Cloud) -> None:
    for client in (cloud.client, cloud.rest_client):
        assert client.get_location(request={"name": LOCATION}).location_id == "europe-north1"


def test_a_method_that_the_api_does_not_have_is_refused_by_name(cloud: Cloud) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{cloud.port}") as channel:
        call = channel.unary_unary("/google.cloud.scheduler.v1.CloudScheduler/MakeTea")

        with pytest.raises(grpc.RpcError, match=r"CloudScheduler\.MakeTea"):
            call(b"")


def test_the_asyncio_client_works_as_it_is(cloud: Cloud) -> None:
    async def created() -> Job:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{cloud.port}") as channel:
            transport = CloudSchedulerGrpcAsyncIOTransport(channel=channel)
            client = CloudSchedulerAsyncClient(transport=transport)
            job = Job(name=JOB, schedule="* * * * *", http_target={"uri": URL})
            await client.create_job(parent=LOCATION, job=job)
            return await client.get_job(name=JOB)

    assert asyncio.run(created()) == cloud.job()
