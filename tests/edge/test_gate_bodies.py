"""Bodies that are too long, too short or not JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask import Request, Response

from shared.edge.gate import json_response, read_json_object, route
from tests.edge.asking import JSON, Answer, ask

LENGTH_MAX = 64


def take(request: Request) -> Response:
    value, raw = read_json_object(request, LENGTH_MAX)
    return json_response(json.dumps({"value": value, "length": len(raw)}))


ROUTES = (route("POST", "/v1/checkout", take),)


def take_body(body: bytes, **environ: Any) -> Answer:
    return ask(ROUTES, path="/v1/checkout", body=body, headers=JSON, environ=environ)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/json-patch+json",
        "application/problem+json",
    ],
)
def test_only_json_in_utf_8_is_taken(content_type: str) -> None:
    answer = ask(ROUTES, path="/v1/checkout", body=b"{}", headers={"Content-Type": content_type})

    assert answer.status == 415
    assert answer.problem["detail"] == "send application/json in UTF-8"


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/JSON; charset=UTF-8", JSON["Content-Type"]]
)
def test_json_is_taken_however_it_is_spelled(content_type: str) -> None:
    headers = {"Content-Type": content_type}

    assert ask(ROUTES, path="/v1/checkout", body=b"{}", headers=headers).status == 200


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity", ""])
def test_no_content_encoding_is_taken(encoding: str) -> None:
    headers = {**JSON, "Content-Encoding": encoding}

    assert ask(ROUTES, path="/v1/checkout", body=b"{}", headers=headers).status == 415


def test_a_body_may_be_as_long_as_the_limit_and_no_longer() -> None:
    fits = b'{"a": "' + b"x" * (LENGTH_MAX - 9) + b'"}'

    assert len(fits) == LENGTH_MAX
    assert take_body(fits).status == 200
    assert take_body(fits + b" ").problem["title"] == "Request Entity Too Large"


class Endless(io.RawIOBase):
    """A body without an end; counts what was read of it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b" " * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


@pytest.mark.parametrize(
    "frame",
    [
        {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": str(10**9)},
    ],
)
def test_a_body_without_an_end_is_refused_and_not_read_on(frame: dict[str, Any]) -> None:
    endless = Endless()

    answer = take_body(b"", **{"wsgi.input": endless, **frame})

    assert answer.status == 413
    assert endless.taken <= LENGTH_MAX + 1


def test_a_chunked_body_that_fits_is_taken() -> None:
    answer = take_body(
        b"",
        **{
            "wsgi.input": io.BytesIO(b'{"a": 1}'),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
            "CONTENT_LENGTH": "",
        },
    )

    assert json.loads(answer.body) == {"value": {"a": 1}, "length": 8}


def test_a_body_shorter_than_it_says_is_malformed() -> None:
    answer = take_body(b'{"a": 1}', CONTENT_LENGTH="20")

    assert (answer.status, answer.codes) == (400, ["length"])


@pytest.mark.parametrize("length", ["-5", "abc", "1e3", "\u0661", "9" * 5000])
def test_a_length_that_is_no_number_is_never_a_crash(length: str) -> None:
    assert take_body(b'{"a": 1}', CONTENT_LENGTH=length).status in {400, 413}


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"null", b"1", b"true"])
def test_what_is_no_object_is_of_the_wrong_type(body: bytes) -> None:
    answer = take_body(body)

    assert (answer.status, answer.flaws) == (422, [("", "type")])
