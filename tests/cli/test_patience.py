"""Asking again: how often, for how long, and when not at all."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import pytest

from shared.cli.http_call import Answer, Call, CallFailed
from shared.cli.patience import Bell, Patience, Stopped
from tests.cli.fake_stack import CUT, FakeStack, running


class Sleeper:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def wait(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def monotonic(self) -> float:
        return sum(self.pauses)


def _catalog(stack: FakeStack) -> Call:
    return Call("GET", f"{stack.url}/v1/catalog")


def test_patience_ends_and_says_what_it_waited_for(stack: FakeStack) -> None:
    sleeper = Sleeper()
    stack.troubles["/v1/catalog"] = [CUT] * 100

    with pytest.raises(CallFailed, match=r"the connection was cut, for 2 s \(see --patience\)"):
        Patience(2, sleeper.wait, sleeper.monotonic).ask(_catalog(stack))

    assert sum(sleeper.pauses) <= 2
    assert len(sleeper.pauses) > 1


def test_no_patience_is_one_attempt(stack: FakeStack) -> None:
    stack.troubles["/v1/catalog"] = [CUT, CUT]

    with pytest.raises(CallFailed):
        Patience(0, Sleeper().wait).ask(_catalog(stack))

    assert stack.troubles["/v1/catalog"] == [CUT]


def test_an_error_that_asking_again_cannot_cure_is_an_answer(stack: FakeStack) -> None:
    stack.troubles["/v1/catalog"] = [500]

    answer = Patience(60, Sleeper().wait).ask(_catalog(stack))

    assert answer.status == 500


def test_a_function_that_is_restarted_on_its_port_is_found_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    call = Call("GET", f"http://127.0.0.1:{port}/v1/catalog")
    with ExitStack() as restarted:

        def restart(_seconds: float) -> None:
            restarted.enter_context(running(port))

        assert Patience(60, restart).ask(call).status == 200


@pytest.mark.parametrize(
    ("header", "pause"), [("7", 7.0), (" 0 ", 0.0), (None, 1.0), ("soon", 1.0), ("-5", 1.0)]
)
def test_retry_after_is_a_number_of_seconds_or_one(header: str | None, pause: float) -> None:
    assert Answer(503, header, b"").retry_after_seconds == pause


def test_the_pause_is_the_one_the_answer_asks_for(stack: FakeStack) -> None:
    sleeper = Sleeper()
    stack.troubles["/v1/catalog"] = [503, 409]
    stack.retry_after = "7"

    answer = Patience(60, sleeper.wait, sleeper.monotonic).ask(_catalog(stack))

    assert answer.status == 200
    assert sleeper.pauses == [7.0, 7.0]


def test_an_answer_that_is_not_json_is_a_failed_call() -> None:
    with pytest.raises(CallFailed, match="an answer 200 that is not JSON"):
        Answer(200, None, b"<html>").json()


def test_a_bell_that_rang_ends_every_pause() -> None:
    bell = Bell()
    bell.ring()

    with pytest.raises(Stopped):
        bell.wait(3600)
