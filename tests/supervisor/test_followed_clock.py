"""A process under the function's wrapper keeps the time of the clock file."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from emulators.clock.clock_file import ClockFile
from emulators.clock.timeline import REAL, Timeline
from emulators.supervisor.clock_channels import FOLLOW, FOLLOWS
from emulators.supervisor.environment import ROOT

DAY_NS = 86_400 * 10**9
DEADLINE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Follower:
    """`programs/telling_time.py`; each question is answered with what time it is there."""

    process: subprocess.Popen[str]
    channel: socket.socket

    def tell(self) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def follow(self) -> bytes:
        self.channel.send(FOLLOW)
        return self.channel.recv(len(FOLLOWS))


@contextmanager
def following(path: Path) -> Iterator[Follower]:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    near.settimeout(DEADLINE_SECONDS)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.supervisor.programs.telling_time"),
            *(str(path), str(far.fileno())),
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        pass_fds=(far.fileno(),),
    )
    with near, far:
        try:
            yield Follower(process, near)
        finally:
            process.communicate(timeout=DEADLINE_SECONDS)


def ahead(days: int, speed: float = 1.0) -> Timeline:
    machine_ns = time.time_ns()
    return Timeline(machine_ns + days * DAY_NS, machine_ns, speed)


def test_nothing_is_loaded_as_long_as_nobody_moves_the_clock(tmp_path: Path) -> None:
    with following(tmp_path / "clock") as follower:
        told = follower.tell()

    assert not told["is_loaded"]
    assert abs(told["time"] - time.time()) < 5


def test_told_to_follow_it_says_so_and_sees_every_later_move_at_once(tmp_path: Path) -> None:
    path, days = tmp_path / "clock", []
    with closing(ClockFile(path)) as file, following(path) as follower:
        follower.tell()
        word = follower.follow()
        for ahead_by in (0, 3, 30):
            file.write(ahead(ahead_by))
            days.append(round((follower.tell()["time"] - time.time()) / 86_400))

    assert word == FOLLOWS
    assert days == [0, 3, 30]


def test_every_way_to_ask_for_the_time_gives_the_same(tmp_path: Path) -> None:
    with closing(ClockFile(tmp_path / "clock")) as file:
        stopped = ahead(100, speed=0.0)
        file.write(stopped)
        with following(tmp_path / "clock") as follower:
            told, again = follower.tell(), follower.tell()

    seconds = stopped.virtual_ns / 10**9
    for way in ("time", "time_ns", "datetime", "imported_before", "clock_gettime"):
        assert abs(told[way] - seconds) < 0.001, way
        assert told[way] == again[way], way
    assert told["date"] == again["date"] == time.strftime("%Y-%m-%d", time.gmtime(seconds))


def test_what_is_measured_with_the_monotonic_clock_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    with closing(ClockFile(path)) as file, following(path) as follower:
        follower.follow()
        before = follower.tell()["monotonic"]
        file.write(ahead(1000))
        after = follower.tell()["monotonic"]

    assert 0 <= after - before < DEADLINE_SECONDS


def test_a_process_that_starts_later_follows_from_the_beginning_and_says_so(
    tmp_path: Path,
) -> None:
    with closing(ClockFile(tmp_path / "clock")) as file:
        file.write(ahead(7))
        with following(tmp_path / "clock") as follower:
            told = follower.tell()
            word = follower.channel.recv(len(FOLLOWS))

    assert round((told["at_import"] - time.time()) / 86_400) == 7
    assert word == FOLLOWS


def test_calls_by_grpc_keep_deadlines_that_grpc_understands(tmp_path: Path) -> None:
    with closing(ClockFile(tmp_path / "clock")) as file:
        file.write(ahead(-1000))
        with following(tmp_path / "clock") as follower:
            told = follower.tell()

    assert round((told["time"] - time.time()) / 86_400) == -1000
    assert abs(told["grpc_deadline"] - 60 - time.time()) < DEADLINE_SECONDS


def test_a_clock_file_that_nobody_wrote_shows_the_machine_s_time(tmp_path: Path) -> None:
    with closing(ClockFile(tmp_path / "clock")) as file:
        first = file.read()
        file.write(Timeline(1, 2, 0.5))
    with closing(ClockFile(tmp_path / "clock")) as file:
        second = file.read()

    assert (first, second) == (REAL, Timeline(1, 2, 0.5))


@pytest.mark.parametrize("speed", [0.0, 0.5, 1.0, 3600.0])
def test_a_timeline_is_a_straight_line(speed: float) -> None:
    timeline = Timeline(1000, 50, speed)

    assert timeline.at(50) == 1000
    assert timeline.at(150) == 1000 + int(100 * speed)
