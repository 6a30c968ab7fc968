"""One JSON line per decision, and nothing in it that was not allowed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from shared.edge import trace
from shared.edge.logs import FIELDS, JsonLines, log_as_json

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PERSONAL = {"email": "jana@weiss.example", "buyer": "Jana", "address": "Kastanienallee 42"}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines("kvitto-local"))
    logger = logging.getLogger("tests.edge.logs")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


log = logging.getLogger("tests.edge.logs")


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().split("\n")[:-1]]


def test_a_line_says_what_happened_and_to_what(written: io.StringIO) -> None:
    log.warning("receipt not sent", extra={"order_id": "ord_1", "fence": 2, "why": "bad address"})

    (line,) = lines(written)
    assert line["severity"] == "WARNING"
    assert line["message"] == "receipt not sent"
    assert (line["order_id"], line["fence"], line["why"]) == ("ord_1", 2, "bad address")
    assert line["time"].endswith("+00:00")


def test_only_fields_on_the_list_come_through(written: io.StringIO) -> None:
    log.warning("event applied", extra={**PERSONAL, "body": "{}", "event_id": "evt_1"})

    (line,) = lines(written)
    assert set(line) == {"severity", "time", "message", "logger", "event_id"}
    assert not [secret for secret in PERSONAL.values() if secret in written.getvalue()]


def test_no_field_on_the_list_is_named_after_something_personal() -> None:
    personal = ("mail", "name", "address", "body", "buyer", "ip", "phone", "token", "secret")

    found = {field for field in FIELDS for word in personal if word in field.split("_")}

    assert found == set()


def test_a_line_belongs_to_the_trace_of_its_request(written: io.StringIO) -> None:
    token = trace.current.set(TRACEPARENT)
    log.warning("event applied")
    trace.current.reset(token)

    (line,) = lines(written)
    assert line["logging.googleapis.com/trace"] == (
        "projects/kvitto-local/traces/0af7651916cd43dd8448eb211c80319c"
    )
    assert line["logging.googleapis.com/spanId"] == "b7ad6b7169203331"


def test_whatever_is_logged_is_one_line(written: io.StringIO) -> None:
    log.warning("two\nlines\r\u2028", extra={"why": 'a "quote"\nand {"severity": "ALERT"}'})

    (line,) = lines(written)
    assert line["message"] == "two\nlines\r\u2028"
    assert line["severity"] == "WARNING"


def test_an_error_brings_its_stack(written: io.StringIO) -> None:
    try:
        dict[str, int]()["ord_1"]
    except KeyError:
        log.exception("unhandled")

    (line,) = lines(written)
    assert line["severity"] == "ERROR"
    assert "KeyError: 'ord_1'" in line["stack_trace"]


def test_our_loggers_are_set_up_once() -> None:
    ours = logging.getLogger("shared")
    before = (list(ours.handlers), ours.level, ours.propagate)
    ours.handlers.clear()
    try:
        log_as_json("kvitto-local")
        log_as_json("kvitto-local")

        assert [type(handler.formatter) for handler in ours.handlers] == [JsonLines]
        assert not ours.propagate
    finally:
        ours.handlers[:], ours.propagate = before[0], before[2]
        ours.setLevel(before[1])
