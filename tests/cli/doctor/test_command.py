"""`kvitto doctor` as a person runs it, and what it does where it may not look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.cloud.firestore_admin_v1 import Index

from shared.adapters.world import utc_now
from shared.cli.doctor.finding import Severity
from shared.cli.main import main
from tests.cli.doctor.cloud import LOCATION, TOPOLOGY, DoctorsCloud, examined

Capture = pytest.CaptureFixture[str]


def test_a_deployment_as_planned_has_nothing_wrong(
    cloud: DoctorsCloud, tmp_path: Path, capsys: Capture
) -> None:
    stack = cloud.write_description(tmp_path / "stack.json")

    assert main(["doctor", "--stack", str(stack)]) == 0

    said = capsys.readouterr().out
    assert said.startswith("kvitto-local (local stack)\nlooked at ")
    assert " 4 subscriptions, " in said
    assert " 1 database, 1 list of indexes, " in said
    assert " 5 kinds of record, " in said
    assert said.endswith("Nothing is wrong.\n")


def test_a_finding_is_one_line_with_its_fix_and_exit_code_1(
    cloud: DoctorsCloud, tmp_path: Path, capsys: Capture
) -> None:
    stack = cloud.write_description(tmp_path / "stack.json")
    with _paused(cloud):
        assert main(["doctor", "--stack", str(stack)]) == 1

    [line] = [one for one in capsys.readouterr().out.splitlines() if "receipts" in one]
    assert line.startswith("broken  queue-paused: queue receipts is paused")
    assert " → run `curl -X POST http://127.0.0.1:" in line


def test_the_fixes_of_a_deployment_are_terraforms_and_gclouds(cloud: DoctorsCloud) -> None:
    with _paused(cloud), cloud.clients() as clients:
        clients.scheduler.pause_job(name=f"{LOCATION}/jobs/relay-outbox")
        clients.tasks.delete_queue(name=f"{LOCATION}/queues/numbering")
        found = {one.id: one.fix for one in examined(clients, stack=None).findings}
        clients.scheduler.resume_job(name=f"{LOCATION}/jobs/relay-outbox")

    where = f"--location={TOPOLOGY.region} --project={TOPOLOGY.project}"
    assert found == {
        "queue-missing": "run `terraform apply`",
        "queue-paused": f"run `gcloud tasks queues resume receipts {where}`",
        "schedule-paused": f"run `gcloud scheduler jobs resume relay-outbox {where}`",
    }


def test_json_holds_the_findings_and_what_was_looked_at(
    cloud: DoctorsCloud, tmp_path: Path, capsys: Capture
) -> None:
    stack = cloud.write_description(tmp_path / "stack.json")
    with _paused(cloud):
        assert main(["doctor", "--json", "--stack", str(stack)]) == 1

    said = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in said["findings"]] == ["queue-paused"]
    assert said["looked_at"]["queue"] == len(TOPOLOGY.queues)
    assert said["took_seconds"] < 5


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "The stack is not running here: run `make up` first (there is no "),
        ("{}", "lacks firestore, pubsub, tasks, tasks_rest, scheduler, scheduler_rest, secrets, "),
    ],
)
def test_a_stack_that_does_not_run_is_one_line_and_exit_code_2(
    content: str | None, words: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "stack.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    assert main(["doctor", "--stack", str(path)]) == 2

    assert words in capsys.readouterr().err


def test_a_stack_that_is_gone_could_not_be_looked_at(
    cloud: DoctorsCloud, tmp_path: Path, capsys: Capture
) -> None:
    gone = {
        name: address if name == "wiring" else address.replace("127.0.0.1:", "127.0.0.2:")
        for name, address in cloud.description().items()
    }
    path = tmp_path / "stack.json"
    path.write_text(json.dumps(gone), encoding="utf-8")

    assert main(["doctor", "--stack", str(path)]) == 2

    assert "kvitto-local (local stack) could not be looked at" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "id_", "words"),
    [
        ("PERMISSION_DENIED", "not-permitted", "roles/viewer"),
        ("UNAUTHENTICATED", "not-permitted", "roles/viewer"),
        ("UNAVAILABLE", "no-answer", "try again"),
        ("INVALID_ARGUMENT", "not-understood", "its APIs are enabled"),
    ],
)
def test_what_may_not_be_looked_at_is_a_finding(
    cloud: DoctorsCloud, code: str, id_: str, words: str
) -> None:
    with cloud.refusing("pubsub", "GetTopic", code), cloud.clients() as clients:
        found = examined(clients).findings

    assert [one.id for one in found] == [id_] * len(TOPOLOGY.topics)
    assert {one.severity for one in found} == {Severity.UNSEEN}
    assert all(words in one.fix for one in found)


def test_a_secret_that_may_not_be_read_hides_only_its_form(cloud: DoctorsCloud) -> None:
    refusing = cloud.refusing("secrets", "AccessSecretVersion", "PERMISSION_DENIED")
    with refusing, cloud.clients() as clients:
        found = examined(clients).findings

    assert {one.id for one in found} == {"secret-not-read"}
    assert "roles/secretmanager.secretAccessor" in found[0].fix


def test_a_database_that_is_not_there_is_found(cloud: DoctorsCloud) -> None:
    with cloud.refusing("firestore", "GetDatabase", "NOT_FOUND"), cloud.clients() as clients:
        found = examined(clients).findings

    assert [one.id for one in found] == ["database-missing"]


@pytest.mark.parametrize("state", [Index.State.CREATING, Index.State.NEEDS_REPAIR])
def test_an_index_that_is_not_ready_is_found(cloud: DoctorsCloud, state: Index.State) -> None:
    """The local cloud builds an index at once: its listing is told with another state."""
    with cloud.clients() as clients:
        listing = _Listing(clients.firestore, state)
        found = examined(replace(clients, firestore=listing)).findings  # type: ignore[arg-type]  # as far as it is asked

    assert {one.id for one in found} == {"index-not-ready"}
    assert len(found) == len(TOPOLOGY.firestore.indexes)


@pytest.mark.parametrize(("hours", "way"), [(-1, "behind"), (1, "ahead of")])
def test_a_clock_that_is_wrong_is_found(cloud: DoctorsCloud, hours: int, way: str) -> None:
    with cloud.clients() as clients:
        [found] = examined(clients, lambda: utc_now() + timedelta(hours=hours)).findings

    assert found.id == "clock-skew"
    assert f"s {way} http://127.0.0.1:" in found.what
    assert "NTP" in found.fix


class _Listing:
    """An administration client whose indexes are all in one state."""

    def __init__(self, client: Any, state: Index.State) -> None:
        self._client = client
        self._state = state

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def list_indexes(self, **call: Any) -> list[Any]:
        found = list(self._client.list_indexes(**call))
        for index in found:
            index.state = self._state
        return found


@contextmanager
def _paused(cloud: DoctorsCloud) -> Iterator[None]:
    try:
        with cloud.clients() as clients:
            clients.tasks.pause_queue(name=f"{LOCATION}/queues/receipts")
        yield
    finally:
        cloud.renew("tasks")
