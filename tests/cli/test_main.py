"""The command as a whole: help, version, and complaints on one line."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

import pytest

from shared.cli.main import main
from shared.cli.version import PYPROJECT

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("command", ["buy", "explain", "resend", "audit", "export", "doctor"])
def test_help_comes_with_examples(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])

    assert left.value.code == 0
    assert f"examples:\n  kvitto {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: COMMAND (see `kvitto --help`)"),
        (["sell"], "invalid choice: 'sell'"),
        (["buy", "--count", "0"], "0 is not a whole number from 1 (see `kvitto buy --help`)"),
        (["buy", "--count", "a"], "a is not a whole number from 1"),
        (["buy", "--patience", "-1"], "-1 is not a number of seconds"),
        (["buy", "--patience", "nan"], "nan is not a number of seconds"),
        (["resend", "123"], "'123' is no document's number: write INV-2026-000123"),
        (["resend", "ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"], "is no document's number"),
        (["resend"], "the following arguments are required: DOCUMENT"),
        (["audit", "--fast"], "unrecognized arguments: --fast"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, capsys: Capture
) -> None:
    assert main(arguments) == 2

    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert line.startswith("kvitto: ")
    assert words in line
    assert said.out == ""


def test_ctrl_c_is_one_line_and_the_shells_own_exit_code(capsys: Capture) -> None:
    def interrupted(_stack_path: Path | None) -> NoReturn:
        raise KeyboardInterrupt

    assert main(["audit"], interrupted) == 130
    assert capsys.readouterr().err == "kvitto: stopped\n"


def test_a_clone_runs_uninstalled_and_does_not_wait_for_googles_clients() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "shared.cli", "--version"],
        check=True,
        capture_output=True,
        text=True,
    )

    version = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"]
    assert told.stdout == f"kvitto {version}\n"
    assert "shared.cli.main" in told.stderr
    assert "google" not in told.stderr
