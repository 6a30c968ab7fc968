"""Cloud Tasks and Cloud Scheduler in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Request, Response

from shared.domain.cause import Cause
from shared.domain.delivery import DeadLetter
from shared.domain.errors import NotYet, Refused
from shared.edge.caller import Callers
from shared.edge.gate import Route, route
from shared.edge.tasks import run_schedule, run_task, text_of
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.ports.failures import Unavailable
from tests.builders.purchases import a_shop
from tests.edge.asking import JSON, Answer, ask
from tests.edge.issuer import TASKS_EMAIL, Issuer


class Worker:
    """A function behind a queue and a schedule."""

    def __init__(self, issuer: Issuer, callers: Callers) -> None:
        self.shop = a_shop()
        self.ran: list[tuple[dict[str, Any], Cause]] = []
        self.swept = 0
        self.outcome: Exception | None = None
        self._issuer = issuer
        self._callers = callers

    def post(self, path: str, body: bytes = b"{}", **headers: str) -> Answer:
        given = {
            **JSON,
            "Authorization": f"Bearer {self._issuer.token(email=TASKS_EMAIL)}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return ask(self._routes(), path=path, body=body, headers=given)

    @property
    def parked(self) -> list[DeadLetter]:
        return list(self.shop.database.scan(DeadLetter))

    def _routes(self) -> tuple[Route, ...]:
        return (route("POST", "/task", self._task), route("POST", "/sweep", self._sweep))

    def _task(self, request: Request) -> Response:
        park = KeepDeadLetter(self.shop.open_checkout.transactions, self.shop.clock)
        return run_task(request, self._callers, park, self._run)

    def _sweep(self, request: Request) -> Response:
        return run_schedule(request, self._callers, self._count)

    def _run(self, body: dict[str, Any], cause: Cause) -> None:
        text_of(body, "series")
        self.ran.append((body, cause))
        self._may_fail()

    def _count(self) -> int:
        self.swept += 1
        self._may_fail()
        return 3

    def _may_fail(self) -> None:
        if self.outcome is not None:
            raise self.outcome


@pytest.fixture
def worker(issuer: Issuer, callers: Callers) -> Worker:
    return Worker(issuer, callers)


def test_a_task_runs_with_its_name_as_the_cause(worker: Worker) -> None:
    answer = worker.post("/task", b'{"series": "INV"}', X_CloudTasks_TaskName="ab12-INV-179")

    ((body, cause),) = worker.ran
    assert answer.status == 204
    assert (body, cause.id) == ({"series": "INV"}, "task:ab12-INV-179")
    assert len(cause.traceparent) == 55


@pytest.mark.parametrize(
    "body", [b"{}", b'{"series": ""}', b'{"series": null}', b'{"series": 7}', b'{"Series": "INV"}']
)
def test_a_task_that_cannot_be_read_is_parked_and_ended(worker: Worker, body: bytes) -> None:
    answer = worker.post("/task", body, X_CloudTasks_TaskName="INV-179")

    (letter,) = worker.parked
    assert answer.status == 204
    assert (letter.source, letter.reason) == ("task:INV-179", "series is missing")
    assert letter.body == body.decode()


def test_a_task_that_is_refused_is_parked_once_however_often_it_comes(worker: Worker) -> None:
    worker.outcome = Refused("the rule said no")

    statuses = [worker.post("/task", b'{"series": "INV"}').status for _ in range(3)]

    assert statuses == [204, 204, 204]
    assert [letter.reason for letter in worker.parked] == ["the rule said no"]


@pytest.mark.parametrize("outcome", [NotYet("rcp_1 is being sent"), Unavailable("no answer")])
def test_a_task_that_may_succeed_later_stays_in_its_queue(
    worker: Worker, outcome: Exception
) -> None:
    worker.outcome = outcome

    answer = worker.post("/task", b'{"series": "INV"}')

    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert b"rcp_1" not in answer.body
    assert worker.parked == []


def test_a_bug_in_a_task_is_a_500_that_the_queue_repeats(worker: Worker) -> None:
    worker.outcome = ZeroDivisionError("order_id ord_1")

    assert worker.post("/task", b'{"series": "INV"}').status == 500
    assert worker.parked == []


@pytest.mark.parametrize("path", ["/task", "/sweep"])
@pytest.mark.parametrize("bearer", ["", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz"])
def test_spoofed_headers_open_nothing(worker: Worker, path: str, bearer: str) -> None:
    answer = worker.post(
        path,
        b'{"series": "INV"}',
        Authorization=bearer,
        X_CloudTasks_QueueName="numbering",
        X_CloudTasks_TaskName="INV-1",
        X_CloudScheduler="true",
        X_CloudScheduler_JobName="sweep",
    )

    assert answer.status == 401
    assert (worker.ran, worker.swept) == ([], 0)


def test_a_schedule_runs_its_sweep_whatever_the_body_says(worker: Worker) -> None:
    for body in (b"", b"{}", b"\xff", json.dumps({"job": "another"}).encode()):
        assert worker.post("/sweep", body).status == 204

    assert worker.swept == 4


def test_a_sweep_that_cannot_finish_asks_to_come_sooner(worker: Worker) -> None:
    worker.outcome = Unavailable("no answer")

    answer = worker.post("/sweep")

    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
