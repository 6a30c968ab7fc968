"""The same strictness for the function that runs as ASGI."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from shared.edge import trace
from shared.edge.asgi_gate import answer, only_header, read_body
from shared.edge.security_headers import SECURITY_HEADERS
from tests.edge.asking import Answer, ask_asgi

HALF_A_MEGABYTE = 512 * 1024
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def take(request: Request) -> Response:
    body = await read_body(request)
    return Response(json.dumps({"length": len(body), "trace": trace.current.get()}))


async def one_header(request: Request) -> Response:
    return Response(only_header(request, "stripe-signature"))


async def crash(_request: Request) -> Response:
    raise KeyError("astrid@buyer.example")


HANDLERS = {"/webhooks/stripe": take, "/header": one_header, "/crash": crash}


async def application(scope: Any, receive: Any, send: Any) -> None:
    response = await answer(Request(scope, receive), HANDLERS)
    await response(scope, receive, send)


def ask(
    path: str = "/webhooks/stripe", *chunks: bytes, method: str = "POST", **headers: str
) -> Answer:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return asyncio.run(ask_asgi(application, path, chunks or (b"",), method=method, headers=named))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
def test_only_post_is_taken(method: str) -> None:
    refused = ask(method=method)

    assert (refused.status, refused.headers["allow"]) == (405, "POST")
    assert refused.problem["title"] == "Method Not Allowed"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/webhooks",
        "/webhooks/",
        "/webhooks/stripe/",
        "/webhooks/paypal",
        "//webhooks/stripe",
        "/Webhooks/stripe",
        "/webhooks/stripe\x00",
        "/webhooks/stripe" + "x" * 9_000,
        "/x/../webhooks/stripe",
    ],
)
def test_an_unknown_path_is_not_found(path: str) -> None:
    assert ask(path).status == ask(path, method="GET").status == 404


@pytest.mark.parametrize("path", ["/webhooks/stripe", "/nowhere", "/crash"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    answered = ask(path)

    assert {name: answered.headers[name.lower()] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_query_changes_nothing() -> None:
    assert ask("/webhooks/stripe?" + "x" * 9_000).status == 200


@pytest.mark.parametrize("host", ["[", "evil.example/webhooks/stripe?x=", "a b", "", "é"])
def test_a_host_of_the_callers_choice_leads_nowhere(host: str) -> None:
    assert ask("/elsewhere", Host=host).status == 404
    assert ask(Host=host).status == 200


@pytest.mark.parametrize("declared", [str(HALF_A_MEGABYTE + 1), "9" * 15])
def test_a_body_that_says_it_is_too_long_is_not_read(declared: str) -> None:
    assert ask("/webhooks/stripe", b"{}", Content_Length=declared).status == 413
    assert ask("/webhooks/stripe", b"{}", Content_Length=str(HALF_A_MEGABYTE)).status == 200


def test_a_chunked_body_is_read_up_to_the_limit_and_no_further() -> None:
    half = b"x" * (HALF_A_MEGABYTE // 2)

    assert json.loads(ask("/webhooks/stripe", half, half).body)["length"] == HALF_A_MEGABYTE
    assert ask("/webhooks/stripe", half, half, b"x").status == 413
    assert ask("/webhooks/stripe", half, half, b"x", *[half] * 1_000).status == 413


@pytest.mark.parametrize("declared", ["-1", "abc", "1e3", "", " ", "²", "9" * 5_000, "+5", "1_0"])
def test_a_length_that_is_no_number_is_malformed(declared: str) -> None:
    refused = ask("/webhooks/stripe", b"{}", Content_Length=declared)

    assert (refused.status, refused.codes) == (400, ["length"])


@pytest.mark.parametrize("encoding", ["gzip", "identity", ""])
def test_no_content_encoding_is_taken(encoding: str) -> None:
    assert ask("/webhooks/stripe", b"{}", Content_Encoding=encoding).status == 415


def test_a_client_that_goes_away_in_the_middle_is_no_crash() -> None:
    async def scenario() -> int:
        sent: list[dict[str, Any]] = []
        waiting = [{"type": "http.request", "body": b"{", "more_body": True}]

        async def receive() -> dict[str, Any]:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/webhooks/stripe", "headers": []}
        await application(scope, receive, send)
        return int(sent[0]["status"])

    assert asyncio.run(scenario()) == 400


def test_a_header_that_must_stand_once_stands_once() -> None:
    async def given(count: int) -> Answer:
        headers = [("Stripe-Signature", f"t={number}") for number in range(count)]
        return await ask_asgi(application, "/header", headers=headers)

    answers = [asyncio.run(given(count)) for count in range(3)]

    assert [answer.status for answer in answers] == [400, 200, 400]
    assert answers[0].codes == answers[2].codes == ["signature"]
    assert answers[1].body == b"t=0"


def test_a_crash_is_a_bare_500_that_tells_nothing() -> None:
    refused = ask("/crash")

    assert refused.status == 500
    assert "detail" not in refused.problem
    assert b"astrid" not in refused.body


def test_a_problem_is_not_kept_and_names_its_trace() -> None:
    refused = ask("/elsewhere", traceparent=TRACEPARENT)

    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert refused.problem["instance"] == "urn:trace:0af7651916cd43dd8448eb211c80319c"


def test_the_trace_of_the_caller_goes_on() -> None:
    taken = json.loads(ask(traceparent=TRACEPARENT).body)

    assert trace.trace_id_of(taken["trace"]) == trace.trace_id_of(TRACEPARENT)
