from __future__ import annotations

from pathlib import Path

import pytest

from emulators.reset import main
from emulators.supervisor.state_directory import held


def test_the_state_is_forgotten(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with held(state) as directory:
        directory.secrets.write_text("{}", encoding="utf-8")

    assert main(state) == 0
    assert not state.exists()


def test_nothing_to_forget_is_no_error(tmp_path: Path) -> None:
    assert main(tmp_path / "never made") == 0


def test_the_state_of_a_running_stack_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(tmp_path):
        assert main(tmp_path) == 2
        assert (tmp_path / "lock").exists()

    assert "already runs a stack" in capsys.readouterr().err
