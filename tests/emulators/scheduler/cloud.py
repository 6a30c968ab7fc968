"""Cloud Scheduler, a handler and a topic on a loop, and the official clients to talk to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import grpc
from google.auth.credentials import AnonymousCredentials
from google.cloud.scheduler_v1 import CloudSchedulerClient, Job
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcTransport,
)

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.scheduler.server import SchedulerServer
from emulators.shelf import Forgetful, Shelf
from emulators.topology import Routes
from tests.emulators.loop_thread import LoopThread, eventually
from tests.emulators.tasks.handler import HOST, URL, Handler

LOCATION = "projects/kvitto-test/locations/europe-north1"
JOB = f"{LOCATION}/jobs/sweep"
TOPIC = "projects/kvitto-test/topics/ticks"


def at(timestamp: Any) -> datetime:
    """Take a timestamp for what the client really gives: a `datetime`."""
    moment: datetime = timestamp
    return moment


@dataclass(slots=True)
class Topic:
    """What was published, and what the next publications are answered."""

    published: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    answers: list[grpc.StatusCode] = field(default_factory=list)

    def publish(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> grpc.StatusCode:
        self.published.append((topic, data, dict(attributes)))
        return self.answers.pop(0) if self.answers else grpc.StatusCode.OK


@dataclass(frozen=True, slots=True)
class Cloud:
    loop: LoopThread
    clock: Clock
    handler: Handler
    topic: Topic
    issuer: Issuer
    client: CloudSchedulerClient
    rest_client: CloudSchedulerClient
    port: int

    def advance(self, **by: float) -> None:
        self.loop.call(lambda: self.clock.advance(timedelta(**by)))

    def advance_to_next_hour(self) -> datetime:
        """Move the clock just past the next full hour; return that hour."""
        now = self.clock.now()
        hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.advance(seconds=(hour - now).total_seconds())
        return hour

    def create_job(self, **settings: Any) -> Job:
        """Create an hourly job that POSTs to the handler, unless `settings` say otherwise."""
        filled = {"name": JOB, "schedule": "0 * * * *", **settings}
        if "pubsub_target" not in filled:
            filled.setdefault("http_target", {"uri": URL})
        return self.client.create_job(parent=LOCATION, job=Job(**filled))

    def job(self) -> Job:
        return self.client.get_job(name=JOB)

    def job_once(self, condition: Callable[[Job], bool]) -> Job:
        """Return the job as soon as it is so: the end of an attempt is told to nobody."""
        assert eventually(lambda: condition(self.job()))
        return self.job()


@contextmanager
def running_cloud(shelf: Shelf | None = None) -> Iterator[Cloud]:
    with LoopThread() as loop:
        handler = loop.call(Handler)
        routes = Routes({HOST: loop.run(handler.start())})
        clock, topic = Clock(), Topic()
        issuer = Issuer(clock=clock, shelf=Forgetful().shelf("identity"), url="https://issuer")
        server = loop.call(
            lambda: SchedulerServer(
                clock=clock,
                routes=routes,
                issuer=issuer,
                shelf=shelf or Forgetful().shelf("scheduler"),
                random=Random(1),
                publish=topic.publish,
            )
        )
        port, rest_port = loop.run(server.start()), loop.run(server.start_rest())
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                transport = CloudSchedulerGrpcTransport(channel=channel)
                client = CloudSchedulerClient(transport=transport)
                with rest_client(rest_port) as rest:
                    yield Cloud(loop, clock, handler, topic, issuer, client, rest, port)
        finally:
            loop.run(server.stop())
            loop.run(handler.stop())


def rest_client(port: int) -> CloudSchedulerClient:
    return CloudSchedulerClient(
        transport="rest",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # of google-auth
        client_options={"api_endpoint": f"http://127.0.0.1:{port}"},
    )


def is_waiting(job: Job) -> bool:
    """Tell whether the next attempt lies after the last one: its answer has been taken in."""
    return at(job.schedule_time) > at(job.last_attempt_time)
