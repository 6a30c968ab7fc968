from __future__ import annotations

import asyncio
import os
from pathlib import Path

from emulators.supervisor.program_log import ProgramLog


def test_lines_are_told_whole_and_the_file_holds_every_byte(tmp_path: Path) -> None:
    lines: list[bytes] = []

    async def scenario() -> None:
        log = ProgramLog(tmp_path / "log", lines.append)
        for written in (b"one\ntw", b"o\n\nthr", b"ee"):
            os.write(log.output, written)
            await asyncio.sleep(0)
        log.close()

    asyncio.run(scenario())

    assert lines == [b"one", b"two", b""]
    assert (tmp_path / "log").read_bytes() == b"one\ntwo\n\nthree"


def test_what_was_printed_last_is_not_lost(tmp_path: Path) -> None:
    async def scenario() -> None:
        log = ProgramLog(tmp_path / "log", lambda _: None)
        os.write(log.output, b"a" * 60_000 + b"\nthe end\n")
        log.close()

    asyncio.run(scenario())

    assert (tmp_path / "log").read_bytes().endswith(b"\nthe end\n")
