"""Reading on in files that other programs write."""

from __future__ import annotations

import json
from pathlib import Path

from emulators.console.watching.log_files import LogFiles


def _line(message: str, severity: str = "INFO") -> str:
    record = {"severity": severity, "time": "2026-11-23T02:04:53.841427+00:00", "message": message}
    return json.dumps(record) + "\n"


def test_each_line_is_read_once_and_only_when_it_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "checkout.log"
    log.write_text(_line("one") + _line("two")[:20])
    logs = LogFiles(tmp_path)

    first = [line.message for line in logs.read_on()]
    with log.open("a") as file:
        file.write(_line("two")[20:])
    second = [line.message for line in logs.read_on()]

    assert (first, second, logs.read_on()) == (["one"], ["two"], [])
    assert [line.message for line in logs.lines["checkout"]] == ["one", "two"]


def test_a_line_that_is_no_record_has_the_time_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "checkout.log").write_text(_line("failed", "ERROR") + "Traceback\n")
    failed, trace = LogFiles(tmp_path).read_on()

    assert (failed.is_alarm, trace.is_alarm) == (True, False)
    assert trace.at == failed.at
    assert trace.message == "Traceback"


def test_a_file_that_is_begun_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "checkout.log"
    log.write_text(_line("a long line of the program before"))
    logs = LogFiles(tmp_path)
    logs.read_on()

    log.write_text(_line("anew"))

    assert [line.message for line in logs.read_on()] == ["anew"]


def test_without_a_folder_there_are_no_programs() -> None:
    logs = LogFiles(None)

    assert (logs.programs(), logs.read_on(), logs.sizes()) == ([], [], ())
