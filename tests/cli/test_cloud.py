"""Whose books `explain` and `audit` open."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.cli.cannot_run import CannotRun
from shared.cli.cloud import choose_place
from shared.cli.main import main
from tests.cli.fake_stack import FakeStack

Capture = pytest.CaptureFixture[str]

DEPLOYED = {
    "GOOGLE_CLOUD_PROJECT": "nordljus",
    "FIRESTORE_DATABASE": "commerce",
    "INVOICES_BUCKET": "nordljus-invoices",
}


def test_a_deployment_named_in_full_is_opened() -> None:
    place = choose_place(None, DEPLOYED)

    assert str(place) == "nordljus/commerce (deployment)"
    assert place.invoices_bucket == "nordljus-invoices"


def test_a_stack_that_is_asked_for_comes_before_the_environment(tmp_path: Path) -> None:
    stack_file = Path(FakeStack(url="http://127.0.0.1:1").stack_file(tmp_path))

    assert str(choose_place(stack_file, DEPLOYED)) == "kvitto-local/commerce (local stack)"


@pytest.mark.parametrize("name", sorted(DEPLOYED))
def test_a_deployment_named_in_part_is_not_guessed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CannotRun, match="The stack is not running here"):
        choose_place(None, DEPLOYED | {name: ""})


@pytest.mark.parametrize("command", [["audit"], ["explain", "ord_abc"]])
def test_a_firestore_that_does_not_answer_is_one_line(
    command: list[str], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "set by the command")
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "set by the command")
    stack_file = FakeStack(url="http://127.0.0.1:1").stack_file(tmp_path)

    assert main([*command, "--stack", stack_file]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    opening = "kvitto: kvitto-local/commerce (local stack) does not answer: The stack is not"
    assert line.startswith(opening)
