from __future__ import annotations

import asyncio
import os
import signal
import socket
from contextlib import closing
from pathlib import Path

import pytest

from emulators.supervisor.cannot_start import StartFailed
from emulators.supervisor.program import Door
from tests.supervisor.watched import DEADLINE_SECONDS, program, watched


def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def door(listener: socket.socket) -> Door:
    return Door(listener.fileno(), listener.getsockname()[1])


def test_a_program_is_ready_once_it_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with watched(program("steady"), tmp_path / "log") as watch:
            await watch.ready()

    asyncio.run(scenario())
    assert (tmp_path / "log").read_text() == '{"severity": "INFO", "message": "ready"}\n'


def test_a_program_with_a_socket_is_ready_once_it_answers_there(tmp_path: Path) -> None:
    async def scenario(listener: socket.socket) -> None:
        there = door(listener)
        answering = program("answering", str(there.descriptor), "404", ready=there)
        async with watched(answering, tmp_path / "log") as watch:
            await watch.ready()

    with closing(listening()) as listener:
        asyncio.run(scenario(listener))
    assert '"GET / HTTP/1.1" 404' in (tmp_path / "log").read_text()


def test_a_program_whose_first_answer_is_an_error_does_not_start(tmp_path: Path) -> None:
    async def scenario(listener: socket.socket) -> None:
        there = door(listener)
        answering = program("answering", str(there.descriptor), "500", ready=there)
        async with watched(answering, tmp_path / "log") as watch:
            await asyncio.wait_for(watch.task, DEADLINE_SECONDS)

    with (
        closing(listening()) as listener,
        pytest.raises(StartFailed, match="answering answers 500 before it was ready"),
    ):
        asyncio.run(scenario(listener))


def test_a_program_that_ends_before_it_is_ready_is_named_with_its_last_words(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with watched(program("broken"), tmp_path / "log") as watch:
            await asyncio.wait_for(watch.task, DEADLINE_SECONDS)

    with pytest.raises(StartFailed) as failure:
        asyncio.run(scenario())
    assert str(failure.value) == (
        "broken ended with code 1 before it was ready."
        " Its last words: RuntimeError: nothing works today"
    )


def test_a_killed_program_starts_again_at_once(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with watched(program("steady"), tmp_path / "log") as watch:
            await watch.ready()
            os.kill(watch.pids[0], signal.SIGKILL)
            await watch.until(lambda: len(watch.pids) == 2)
            return watch.announced

    assert asyncio.run(scenario()) == ["was ended by SIGKILL, starts again"]


def test_a_program_that_keeps_ending_is_started_again_at_growing_intervals(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with watched(program("short_lived"), tmp_path / "log") as watch:
            await watch.until(lambda: len(watch.announced) == 3)
            return watch.announced

    assert asyncio.run(scenario()) == [
        "ended with code 3, starts again",
        "ended with code 3, starts again in 0.5 s",
        "ended with code 3, starts again in 1 s",
    ]


def test_a_program_that_does_not_end_when_asked_is_killed(tmp_path: Path) -> None:
    async def scenario() -> int:
        async with watched(program("stubborn"), tmp_path / "log") as watch:
            await watch.ready()
        return watch.pids[0]

    pid = asyncio.run(scenario())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_a_killed_program_has_forked_ends_with_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def scenario() -> str:
        reader = asyncio.create_task(asyncio.to_thread(open, pipe, encoding="utf-8"))
        async with watched(program("forking", str(pipe)), tmp_path / "log") as watch:
            with await reader as held_open:
                await watch.ready()
                os.kill(watch.pids[0], signal.SIGKILL)
                # Comes to an end when the last process that holds the pipe has ended.
                return await asyncio.to_thread(held_open.read)

    assert asyncio.run(scenario()) == "two processes\n"


def test_a_program_s_errors_are_told_in_one_line_each(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with watched(program("complaining"), tmp_path / "log") as watch:
            await watch.ready()
            return watch.announced

    assert asyncio.run(scenario()) == ["unhandled  ord_1  ValueError: no such thing"]
