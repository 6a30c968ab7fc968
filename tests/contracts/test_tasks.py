"""The Tasks port: a task reaches its receiver, once per name. The fake, and Cloud Tasks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from shared.usecases.ports.messages import Queue, Task, Tasks
from tests.contracts.local_tasks import LocalTasks, running_tasks
from tests.emulators.tasks.handler import Received
from tests.fakes.messages import MemoryTasks

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass(frozen=True, slots=True)
class Arrival:
    queue: Queue
    body: Mapping[str, str]
    traceparent: str


@dataclass(frozen=True, slots=True)
class Line:
    """Queues with a receiver at their other end."""

    tasks: Tasks
    arrived: Callable[[int], list[Arrival]]
    """Everything that arrived, once it is at least so much."""


def a_task(name: str, queue: Queue = Queue.RECEIPTS) -> Task:
    return Task(queue=queue, name=name, body={"for": name}, traceparent=TRACEPARENT)


def arrival_of(task: Task) -> Arrival:
    return Arrival(task.queue, task.body, task.traceparent)


def as_arrival(request: Received) -> Arrival:
    queue = Queue(request.path.rpartition("/")[2])
    return Arrival(queue, json.loads(request.body), request.headers["traceparent"])


def line_of(local: LocalTasks) -> Line:
    arrivals: list[Arrival] = []

    def arrived(count: int) -> list[Arrival]:
        while len(arrivals) < count or not local.handler.has_been_sent_nothing():
            arrivals.append(as_arrival(local.handler.next()))
        return arrivals

    return Line(local.tasks, arrived)


@pytest.fixture(params=["memory", "cloud tasks"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    if request.param == "memory":
        memory = MemoryTasks()
        yield Line(memory, lambda _: list(map(arrival_of, memory.held.values())))
        return
    with running_tasks() as local:
        yield line_of(local)


@pytest.mark.parametrize("queue", Queue)
def test_a_task_arrives_whole_at_the_receiver_of_its_queue(line: Line, queue: Queue) -> None:
    task = Task(
        queue=queue,
        name=f"{queue}-rcp-1",
        body={"receipt_id": "rcp_1", "name": "Åsa"},
        traceparent=TRACEPARENT,
    )

    line.tasks.enqueue(task)

    assert line.arrived(1) == [arrival_of(task)]


def test_a_name_that_is_held_is_a_success_and_arrives_once(line: Line) -> None:
    first, last = a_task("rcp-1"), a_task("rcp-2")

    for task in (first, first, last):
        line.tasks.enqueue(task)

    arrived = line.arrived(2)
    assert sorted(arrival.body["for"] for arrival in arrived) == ["rcp-1", "rcp-2"]


def test_a_name_whose_task_is_done_is_a_success_and_arrives_no_more(line: Line) -> None:
    done, other = a_task("rcp-1"), a_task("rcp-2")
    line.tasks.enqueue(done)
    line.arrived(1)

    line.tasks.enqueue(done)
    line.tasks.enqueue(other)

    assert line.arrived(2) == [arrival_of(done), arrival_of(other)]
