"""`kvitto refund` and `kvitto replay` against a backoffice: what a person reads when it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from shared.cli.main import main
from tests.cli.fake_stack import FakeStack

ORDER = "ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"
GONE = "ord_zzzzzzzzzzzzzzzzzzzzzzzzzz"
LETTER, NO_LETTER = "5d0c1d1e8f4b4c8e9a630a2c7b0f3f11", "0" * 32

Capture = pytest.CaptureFixture[str]


class Desk(ThreadingHTTPServer):
    """A backoffice with one order and one letter, and the issuer of its tokens."""

    refund: tuple[int, dict[str, Any]] = (201, {})
    asked: list[dict[str, Any]]  # the bodies of the refunds

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if path.endswith(":generateIdToken"):
            return 200, {"token": "t"}
        if path == f"/v1/orders/{ORDER}":
            return 200, {"currency": "eur"}
        if path == f"/v1/orders/{ORDER}/refunds":
            self.asked.append(body)
            return self.refund
        if path == f"/v1/dead-letters/{LETTER}/replay":
            return 200, {}
        return 404, {"title": "Not Found"}


class Handler(BaseHTTPRequestHandler):
    server: Desk

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status, answer = self.server.answer(self.path, json.loads(content or b"{}"))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name upstream
        """Quiet: a test says what it expects itself."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    server = Desk(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # closing waits for the requests under way
    server.asked = []
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def stack(desk: Desk, tmp_path: Path) -> str:
    url = f"http://127.0.0.1:{desk.server_address[1]}"
    account = "operator@kvitto-local.iam.gserviceaccount.com"
    backoffice = {"url": url, "audience": url, "operator": account, "credentials_url": url}
    return FakeStack(url).stack_file(tmp_path, backoffice=backoffice)


@pytest.mark.parametrize("amount", ["-5", "0", "abc", "12,50", "12.505", "", "1e999999"])
def test_an_amount_that_is_none_asks_for_nothing_and_needs_no_key(
    desk: Desk, stack: str, amount: str, capsys: Capture
) -> None:
    assert main(["refund", ORDER, "--amount", amount, "--stack", stack]) == 2

    said = capsys.readouterr().err
    assert "is no amount" in said
    assert "--key" not in said
    assert desk.asked == []


def test_a_refund_whose_outcome_is_unclear_names_its_key(
    desk: Desk, stack: str, capsys: Capture
) -> None:
    desk.refund = (503, {"detail": "the payment provider does not answer"})

    assert main(["refund", ORDER, "--amount", "12.50", "--stack", stack]) == 2

    assert "; run it again with --key " in capsys.readouterr().err
    assert desk.asked == [{"amount_minor": 12_50}]


def test_a_refusal_is_told_in_the_words_of_the_backoffice(
    desk: Desk, stack: str, capsys: Capture
) -> None:
    desk.refund = (422, {"detail": "everything went back already"})

    assert main(["refund", ORDER, "--stack", stack]) == 1

    assert capsys.readouterr().err == "kvitto: not refunded: everything went back already\n"


def test_an_order_that_nobody_knows_is_named(desk: Desk, stack: str, capsys: Capture) -> None:
    assert main(["refund", GONE, "--stack", stack]) == 1

    assert capsys.readouterr().err == f"kvitto: not refunded: no such order: {GONE}\n"
    assert desk.asked == []


def test_a_letter_that_nobody_knows_is_not_counted_as_published(
    stack: str, capsys: Capture
) -> None:
    assert main(["replay", NO_LETTER, "--stack", stack]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("kvitto: not replayed: ")


def test_what_was_published_is_counted_beside_what_was_not(stack: str, capsys: Capture) -> None:
    assert main(["replay", LETTER, NO_LETTER, "--stack", stack]) == 1

    said = capsys.readouterr()
    assert said.out.startswith("1 published again; ")
    assert said.err.startswith("kvitto: not replayed: ")
