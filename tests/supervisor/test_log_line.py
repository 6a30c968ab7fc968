from __future__ import annotations

import json

import pytest

from emulators.supervisor.log_line import read_line


def record(**fields: str) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize("severity", ["DEBUG", "INFO", "NOTICE", "WARNING"])
def test_what_went_well_stays_in_the_log(severity: str) -> None:
    assert read_line(record(severity=severity, message="checkout opened")).alarm == ""


@pytest.mark.parametrize("severity", ["ERROR", "CRITICAL", "ALERT", "EMERGENCY"])
def test_what_went_wrong_is_told_with_what_it_was_about(severity: str) -> None:
    line = read_line(record(severity=severity, message="not published", order_id="ord_1"))

    assert line.alarm == "not published  ord_1"


def test_an_exception_is_told_by_its_last_line() -> None:
    trace = "Traceback (most recent call last):\n  File ...\nValueError: no such thing\n"
    line = read_line(record(severity="ERROR", message="unhandled", stack_trace=trace))

    assert line.alarm == "unhandled  ValueError: no such thing"


def test_an_error_that_a_library_prints_is_told_too() -> None:
    printed = b"[2026-11-22 09:30:00,000] ERROR in app: Exception on / [GET]"

    assert read_line(printed).alarm == printed.decode()


@pytest.mark.parametrize("text", [b"", b"hello", b"{not json", b"[1, 2]", b"\xff\xfe"])
def test_other_text_is_let_pass(text: bytes) -> None:
    assert read_line(text).alarm == ""


def test_a_long_alarm_is_cut_to_a_line() -> None:
    assert len(read_line(record(severity="ERROR", message="x" * 1000)).alarm) == 160
