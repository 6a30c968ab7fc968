"""RFC 9457, in the one shape all our errors have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest

from shared.edge.problem import Flaw, Problem, busy, invalid, malformed


def test_a_problem_says_what_where_and_which_rule() -> None:
    problem = Problem(422, "the cart is not valid", (Flaw("/lines/0/sku", "sku"),))

    assert json.loads(problem.body("urn:trace:1")) == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "instance": "urn:trace:1",
        "detail": "the cart is not valid",
        "errors": [{"pointer": "/lines/0/sku", "code": "sku"}],
    }


def test_a_flaw_may_say_what_is_wanted() -> None:
    problem = Problem(422, "", (Flaw("/currency", "currency", "such as eur"), Flaw("/x", "x")))

    assert json.loads(problem.body("urn:trace:1"))["errors"] == [
        {"pointer": "/currency", "code": "currency", "detail": "such as eur"},
        {"pointer": "/x", "code": "x"},
    ]


@pytest.mark.parametrize("status", [status for status in HTTPStatus if status >= 400])
def test_every_status_has_its_title_and_nothing_it_need_not_say(status: HTTPStatus) -> None:
    document = json.loads(Problem(status).body("urn:trace:1"))

    assert document["title"] == status.phrase
    assert set(document) == {"type", "title", "status", "instance"}


def test_the_short_forms_are_the_statuses_they_stand_for() -> None:
    assert (invalid("/a", "b").status, malformed("c").status, busy(3).status) == (422, 400, 503)
    assert busy(3).headers == {"Retry-After": "3"}
    assert busy(1, status=HTTPStatus.CONFLICT).status == 409


def test_a_problem_passes_through_a_context_manager() -> None:
    """`contextlib` writes the traceback onto the exception, which a frozen one would refuse."""

    @contextmanager
    def some() -> Iterator[None]:
        yield

    with pytest.raises(Problem) as caught, some():
        raise Problem(404)

    assert caught.value.status == 404
