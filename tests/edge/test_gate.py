"""Methods, paths and frames of a request, and what every answer has in common."""

from __future__ import annotations

import json

import pytest
from flask import Request, Response

from shared.edge import trace
from shared.edge.gate import (
    json_response,
    route,
)
from shared.edge.security_headers import SECURITY_HEADERS
from tests.edge.asking import ask

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def show(_request: Request, token: str) -> Response:
    return json_response(json.dumps({"token": token}))


def take(_request: Request) -> Response:
    return json_response("{}")


def crash(_request: Request) -> Response:
    raise KeyError("astrid@buyer.example")


ROUTES = (
    route("GET", "/v1/orders/{token}", show),
    route("POST", "/v1/checkout", take),
    route("DELETE", "/v1/checkout", take),
    route("GET", "/crash", crash),
)


@pytest.mark.parametrize(
    "method", ["TRACE", "PUT", "PATCH", "GET", "HEAD", "OPTIONS", "CONNECT", "BREW"]
)
def test_any_other_method_is_refused_with_the_list_of_those_allowed(method: str) -> None:
    answer = ask(ROUTES, method, "/v1/checkout")

    assert answer.status == 405
    assert answer.headers["allow"] == "DELETE, POST"
    assert method == "HEAD" or answer.problem["title"] == "Method Not Allowed"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/checkout/",
        "/v1/checkout/x",
        "//v1/checkout",
        "/v1//checkout",
        "/v1/Checkout",
        "/v1/./checkout",
        "/v1/x/%2e%2e/checkout",
        "/v1/checkout%00",
        "/v1/checkout%0a",
        "/v1/orders/",
        "/v1/orders/a/b",
        "/v1/orders/a%2fb",
        "/v1/orders/a%20b",
        "/v1/orders/%C3%A9",
        "/v1/orders/" + "x" * 201,
        "/robots.txt",
    ],
)
def test_an_unknown_path_is_not_found(path: str) -> None:
    for method in ("GET", "POST"):
        answer = ask(ROUTES, method, path)

        assert (answer.status, answer.problem["title"]) == (404, "Not Found")


def test_a_parameter_of_the_path_reaches_its_handler() -> None:
    answer = ask(ROUTES, "GET", "/v1/orders/ord_1.aA-~")

    assert json.loads(answer.body) == {"token": "ord_1.aA-~"}


def test_an_address_that_is_too_long_is_refused() -> None:
    path = "/v1/orders/a?q="
    room = 2048 - len(f"http://localhost{path}")

    assert ask(ROUTES, "GET", path + "x" * room).status == 200
    refused = ask(ROUTES, "GET", path + "x" * (room + 1))
    assert (refused.status, refused.problem["title"]) == (414, "Request-URI Too Long")


@pytest.mark.parametrize("name", ["a", "a{}"])
def test_too_many_parameters_are_refused_also_under_one_name(name: str) -> None:
    def query(count: int) -> str:
        return "&".join(f"{name.format(number)}=1" for number in range(count))

    assert ask(ROUTES, "GET", f"/v1/orders/a?{query(20)}").status == 200
    assert ask(ROUTES, "GET", f"/v1/orders/a?{query(21)}").codes == ["query"]


def test_headers_that_are_too_long_are_refused() -> None:
    def status(length: int) -> int:
        headers = {"X-Long": "x" * length}
        return ask(ROUTES, "GET", "/v1/orders/a", headers=headers).status

    sent_anyway = len("X-Long" + "Content-Length" + "0")
    assert status(32 * 1024 - sent_anyway) == 200
    assert status(32 * 1024 - sent_anyway + 1) == 431


@pytest.mark.parametrize("host", ["[", "a b", "", "evil/v1/checkout?x=", "x" * 300])
def test_a_host_of_the_callers_choice_leads_nowhere(host: str) -> None:
    assert ask(ROUTES, "GET", "/v1/orders/a", headers={"Host": host}).status == 200
    assert ask(ROUTES, "GET", "/elsewhere", headers={"Host": host}).status == 404


def test_a_crash_is_a_bare_500_that_tells_nothing() -> None:
    answer = ask(ROUTES, "GET", "/crash")

    assert answer.status == 500
    assert set(answer.problem) == {"type", "title", "status", "instance"}
    assert b"astrid" not in answer.body


@pytest.mark.parametrize("path", ["/v1/orders/a", "/elsewhere", "/crash"])
def test_every_answer_carries_the_headers_that_protect_a_browser(path: str) -> None:
    answer = ask(ROUTES, "GET", path)

    assert {name: answer.headers[name.lower()] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_problem_names_the_trace_of_its_request() -> None:
    answer = ask(ROUTES, "GET", "/elsewhere", headers={"traceparent": TRACEPARENT})

    assert answer.problem["instance"] == f"urn:trace:{trace.trace_id_of(TRACEPARENT)}"
    assert trace.current.get() == ""
