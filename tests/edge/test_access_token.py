"""The function's own token: fetched rarely, and never used when it may have run out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.adapters.access_token import MetadataToken, no_token
from tests.edge.http_server import Reply, served


class MetadataServer:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reply: Reply | None = None

    def answer(self, path: str, _body: bytes) -> Reply:
        self.asked.append(path)
        token = {"access_token": f"token-{len(self.asked)}", "expires_in": 3600}
        return self.reply or Reply(body=json.dumps(token).encode())


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def a_token(server: MetadataServer, clock: Seconds) -> Iterator[MetadataToken]:
    with served(server.answer) as url:
        yield MetadataToken(url.removeprefix("http://"), clock)


def test_a_token_is_kept_until_shortly_before_its_end() -> None:
    server, clock = MetadataServer(), Seconds()
    with a_token(server, clock) as token:
        first = [token(), token()]
        clock.now = 3600 - 241
        still = token()
        clock.now = 3600 - 240
        fresh = token()

    assert (first, still, fresh) == (["token-1", "token-1"], "token-1", "token-2")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "reply", [Reply(404), Reply(500), Reply(body=b"<html>"), Reply(body=b"{}"), Reply(body=b"[]")]
)
def test_no_token_is_an_error_of_the_network_and_the_next_call_asks_again(reply: Reply) -> None:
    server = MetadataServer()
    server.reply = reply
    with a_token(server, Seconds()) as token:
        with pytest.raises(OSError, match="metadata server answered"):
            token()
        server.reply = None

        assert token() == "token-2"


def test_an_emulator_is_asked_without_a_token() -> None:
    assert no_token() == ""
