"""The console does what its own pages ask, and nothing for other websites."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator, Mapping

import pytest

from tests.emulators.console.at_the_desk import JSON, Visit, at_the_desk

PAUSE = {"pause": True}


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    with at_the_desk() as one:
        yield one


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
    ],
)
def test_other_websites_are_turned_away(visit: Visit, headers: Mapping[str, str]) -> None:
    for method, path, body in (("POST", "/v1/clock", PAUSE), ("GET", "/overview", None)):
        reply = visit.ask(method, path, body, {**JSON, **headers})
        assert reply.status == 403, (method, reply)
    assert visit.get("/v1/clock")["is_paused"] is False


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_a_form_can_send_changes_nothing(visit: Visit, kind: str) -> None:
    reply = visit.ask("POST", "/v1/clock", PAUSE, {"Content-Type": kind})

    assert reply.status == 415
    assert visit.get("/v1/clock")["is_paused"] is False


def test_its_own_pages_may(visit: Visit) -> None:
    headers = {**JSON, "Origin": visit.address, "Sec-Fetch-Site": "same-origin"}

    assert visit.ask("POST", "/v1/clock", {"resume": True}, headers).status == 200


@pytest.mark.parametrize("path", ["/console", "/console/documents/orders", "/console/follow/a/b"])
def test_every_path_is_the_one_page_that_lets_in_nothing_else(visit: Visit, path: str) -> None:
    with urllib.request.urlopen(visit.address + path) as answer:  # noqa: S310 - our own
        policy, text = answer.headers["Content-Security-Policy"], answer.read().decode()

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self';" in policy
    assert '<script type="module" src="/static/console/js/app.js">' in text
    assert " style=" not in text


def test_what_is_not_there_is_a_problem_and_no_page(visit: Visit) -> None:
    reply = visit.ask("GET", "/nowhere")

    assert (reply.status, reply.headers["Content-Type"]) == (
        404,
        "application/problem+json; charset=utf-8",
    )
