"""A GET that starts a checkout, made safe to prefetch and to repeat."""

from __future__ import annotations

import pytest
from flask import Request, Response
from werkzeug.test import EnvironBuilder

from shared.edge.problem import Problem
from shared.edge.visit import (
    COOKIE,
    needs_second_round,
    refuse_prefetch,
    remember,
    see_other,
    visit_of,
)

TOKEN = "abcdefghijkmnpqrstuvwxyz23"  # noqa: S105 - a visit, and made up


def a_visit(path: str = "/buy/pair", *, cookie: str | None = None, **headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if cookie is not None:
        named.append(("Cookie", f"{COOKIE}={cookie}"))
    return Request(EnvironBuilder(path=path, headers=named).get_environ())


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Purpose": "prefetch"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"Sec_Purpose": "prefetch;anonymous-client-ip"},
        {"Purpose": "prefetch"},
        {"X_Moz": "prefetch"},
    ],
)
def test_a_browser_that_only_looks_ahead_is_turned_away(headers: dict[str, str]) -> None:
    with pytest.raises(Problem) as caught:
        refuse_prefetch(a_visit(**headers))

    assert caught.value.status == 503


def test_a_browser_that_means_it_is_let_in() -> None:
    assert refuse_prefetch(a_visit(Sec_Fetch_Mode="navigate")) is None  # type: ignore[func-returns-value]  # it did not raise


@pytest.mark.parametrize(
    "cookie", [None, "", "short", TOKEN.upper(), TOKEN + "x", "é" * 26, TOKEN[:25] + "-", '"; x=1']
)
def test_a_cookie_that_is_not_ours_is_no_visit(cookie: str | None) -> None:
    assert visit_of(a_visit(cookie=cookie)) is None


def test_the_first_round_hands_out_a_visit_and_the_second_goes_on() -> None:
    assert visit_of(a_visit(cookie=TOKEN)) == TOKEN
    assert needs_second_round(a_visit())
    assert not needs_second_round(a_visit("/buy/pair?visit=1"))
    assert not needs_second_round(a_visit(cookie=TOKEN))


def test_the_visit_is_kept_where_no_script_and_no_other_page_sees_it() -> None:
    response = remember(Response(), TOKEN, "/buy/pair")

    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}={TOKEN};")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/buy/pair", "Max-Age=1800"):
        assert attribute in cookie.split("; ")


def test_the_way_on_is_a_303() -> None:
    response = see_other("https://pay.example/1")

    assert (response.status_code, response.headers["Location"]) == (303, "https://pay.example/1")
