from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from emulators.supervisor.environment import ROOT


def test_nothing_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "tests.supervisor.programs.tiny_supervisor", str(pipe)], cwd=ROOT
    )
    with pipe.open(encoding="utf-8") as held_open:
        announced = held_open.readline()
        supervisor.kill()
        supervisor.wait()
        rest = held_open.read()  # returns when the last process that holds it has ended

    assert (announced, rest) == ("two processes\n", "")
