"""Errors as pages: for whom, and what stands on them."""

from __future__ import annotations

import pytest
from flask import Request, Response

from shared.edge.gate import route
from shared.edge.problem import Problem
from shared.edge.problem_page import page_of
from shared.edge.security_headers import SECURITY_HEADERS
from tests.edge.asking import ask

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def crash(_request: Request) -> Response:
    raise KeyError("astrid@buyer.example")


ROUTES = (route("GET", "/crash", crash), route("POST", "/take", crash))


def test_a_browser_gets_a_page_under_the_same_status_and_headers() -> None:
    answer = ask(ROUTES, "GET", "/nothing", headers={"Accept": BROWSER})

    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]
    assert answer.headers["vary"] == "Accept"
    assert b'<html lang="en">' in answer.body
    assert b"<h1>Not Found</h1>" in answer.body


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/problem+json, text/html",
        "application/json, text/html;q=0.9",
        "text/html;q=0",
        "\x01,;q=x",
    ],
)
def test_a_program_gets_json(accept: str) -> None:
    answer = ask(ROUTES, "GET", "/nothing", headers={"Accept": accept} if accept else None)

    assert answer.problem["title"] == "Not Found"


def test_only_what_is_opened_is_answered_with_a_page() -> None:
    assert ask(ROUTES, "POST", "/nothing", headers={"Accept": BROWSER}).problem["status"] == 404


def test_a_crash_is_a_page_that_says_nothing_of_it() -> None:
    answer = ask(ROUTES, "GET", "/crash", headers={"Accept": BROWSER})

    assert answer.status == 500
    assert b"<h1>Internal Server Error</h1>" in answer.body
    assert b"astrid" not in answer.body


def test_the_address_is_never_repeated() -> None:
    answer = ask(ROUTES, "GET", "/<script>?q=<img>", headers={"Accept": BROWSER})

    assert b"<script" not in answer.body
    assert b"<img" not in answer.body


def test_whatever_is_said_is_escaped() -> None:
    page = page_of(Problem(410, "</p><script>alert('x')</script>"), 'urn:trace:"<b>').decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)" in page
    assert "&quot;&lt;b&gt;" in page


def test_a_status_without_words_has_no_empty_paragraph() -> None:
    assert "<p></p>" not in page_of(Problem(418), "urn:trace:1").decode()
