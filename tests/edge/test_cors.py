"""Which web shops may call from a browser."""

from __future__ import annotations

import pytest
from flask import Request, Response
from werkzeug.test import EnvironBuilder

from shared.edge.cors import allow, is_preflight, preflight

SHOP = "https://shop.example"


def a_request(method: str = "GET", **headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Request(EnvironBuilder(method=method, headers=named).get_environ())


def test_a_shop_of_ours_may_call_and_see_when_to_come_back() -> None:
    response = allow(a_request(Origin=SHOP), Response(), [SHOP, "http://localhost:8080"])

    assert response.headers["Access-Control-Allow-Origin"] == SHOP
    assert response.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert response.headers["Vary"] == "Origin"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://shop.example.evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://SHOP.example",
        "null",
        "",
        "*",
    ],
)
def test_anybody_else_may_not(origin: str) -> None:
    response = allow(a_request(Origin=origin), Response(), [SHOP])

    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Vary"] == "Origin"


def test_credentials_are_never_allowed() -> None:
    response = allow(a_request("OPTIONS", Origin=SHOP), preflight(), [SHOP])

    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_preflight_tells_what_may_be_sent() -> None:
    asking = a_request("OPTIONS", Origin=SHOP, Access_Control_Request_Method="POST")

    response = allow(asking, preflight(), [SHOP])

    assert is_preflight(asking)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert response.headers["Access-Control-Allow-Headers"] == "Content-Type, Idempotency-Key"


def test_only_an_options_request_that_asks_for_a_method_is_a_preflight() -> None:
    assert not is_preflight(a_request("OPTIONS", Origin=SHOP))
    assert not is_preflight(a_request("POST", Access_Control_Request_Method="POST"))
