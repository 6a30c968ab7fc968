from __future__ import annotations

from typing import Any

import pytest

from tests.emulators.control.local_cloud import Local


def test_the_state_names_every_service_and_what_it_holds(local: Local) -> None:
    state = local.done("GET", "/state")

    assert {"firestore", "pubsub", "tasks", "storage", "stripe", "ses"} <= state["services"].keys()
    assert all(service["is_running"] for service in state["services"].values())
    assert state["services"]["pubsub"]["records"] > 0
    assert state["clock"]["offset_seconds"] == 0
    assert (state["faults"], state["snapshots"]) == (0, [])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("DELETE", "/clock", None, 405),
        ("POST", "/clock", b"{", 400),
        ("POST", "/clock", [], 400),
        ("POST", "/clock", {}, 422),
        ("POST", "/clock", {"advance_seconds": 1, "pause": True}, 422),
        ("POST", "/clock", {"advance_seconds": -1}, 422),
        ("POST", "/clock", {"advance_seconds": "soon"}, 422),
        ("POST", "/clock", {"to": "2026-11-23T00:00:00"}, 422),
        ("POST", "/clock", {"to": "2001-01-01T00:00:00Z"}, 409),
        ("POST", "/clock", {"to": "2101-01-01T00:00:00Z"}, 409),
        ("POST", "/faults", {"kind": "plague"}, 422),
        ("POST", "/faults", {"kind": "error", "code": "MAYBE"}, 422),
        ("POST", "/faults", {"kind": "error", "code": 200}, 422),
        ("POST", "/faults", {"kind": "duplicate", "on": "calls"}, 422),
        ("POST", "/faults", {"kind": "latency", "seconds": 1, "sevrice": "tasks"}, 422),
        ("DELETE", "/faults/fault-7", None, 404),
        ("POST", "/snapshots", {"name": "../up"}, 422),
        ("POST", "/snapshots", {}, 422),
        ("POST", "/snapshots/none/restore", None, 404),
        ("DELETE", "/snapshots/none", None, 404),
        ("POST", "/services/none/restart", None, 404),
    ],
)
def test_what_cannot_be_done_is_a_problem(
    local: Local, method: str, path: str, body: Any, status: int
) -> None:
    answer = local.ask(method, path, body)

    assert (answer.status, answer.content_type) == (status, "application/problem+json")
    assert answer.body["status"] == status
    assert answer.body["title"]
    assert answer.body["detail"]


def test_a_wrong_field_is_pointed_at(local: Local) -> None:
    answer = local.ask("POST", "/faults", {"kind": "latency", "seconds": -1})

    assert [error["pointer"] for error in answer.body["errors"]] == ["/latency/seconds"]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_a_stranger_s_page_controls_nothing(local: Local, headers: dict[str, str]) -> None:
    answer = local.ask("POST", "/clock", {"pause": True}, headers)

    assert answer.status == 403
    assert not local.done("GET", "/clock")["is_paused"]
