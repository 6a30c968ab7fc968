"""Who may call a private function, and what proves it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from flask import Request
from werkzeug.test import EnvironBuilder

from shared.edge.caller import LEEWAY_SECONDS, Callers
from shared.edge.problem import Problem
from tests.edge.issuer import AUDIENCE, EMAIL, TASKS_EMAIL, Issuer, issuing


def a_request(authorization: str | None, **headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if authorization is not None:
        named.append(("Authorization", authorization))
    return Request(EnvironBuilder(method="POST", headers=named).get_environ())


def refusal(callers: Callers, authorization: str | None, **headers: str) -> int:
    with pytest.raises(Problem) as caught:
        callers.check(a_request(authorization, **headers))
    if caught.value.status == 401:
        assert caught.value.headers == {"WWW-Authenticate": "Bearer"}
    return int(caught.value.status)


@pytest.mark.parametrize("email", [EMAIL, TASKS_EMAIL])
def test_a_service_account_on_the_list_may_call(
    issuer: Issuer, callers: Callers, email: str
) -> None:
    token = issuer.token(email=email)

    assert callers.check(a_request(f"Bearer {token}")) == email


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1},
        {"exp": ...},
        {"iat": ...},
        {"iat": 10**11},
        {"nbf": 10**11},
        {"aud": "https://another-function.example"},
        {"aud": ...},
        {"aud": [f"{AUDIENCE}/"]},
        {"iss": "https://accounts.google.com.evil.example"},
        {"iss": ...},
        {"exp": "never"},
    ],
    ids=str,
)
def test_a_token_for_another_time_place_or_issuer_is_no_proof(
    issuer: Issuer, callers: Callers, claims: dict[str, Any]
) -> None:
    assert refusal(callers, f"Bearer {issuer.token(**claims)}") == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "push-invoker@another-project.iam.gserviceaccount.com"},
        {"email": EMAIL.upper()},
        {"email": ...},
        {"email": [EMAIL]},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": ...},
    ],
    ids=str,
)
def test_a_good_token_of_somebody_else_is_forbidden(
    issuer: Issuer, callers: Callers, claims: dict[str, Any]
) -> None:
    assert refusal(callers, f"Bearer {issuer.token(**claims)}") == 403


def test_a_token_that_just_ran_out_is_still_good_for_a_moment(
    issuer: Issuer, callers: Callers
) -> None:
    now = issuer.claims()["iat"]
    just, long = now - LEEWAY_SECONDS + 5, now - LEEWAY_SECONDS - 5

    callers.check(a_request(f"Bearer {issuer.token(exp=just)}"))
    assert refusal(callers, f"Bearer {issuer.token(exp=long)}") == 401


def forgeries(issuer: Issuer) -> dict[str, str]:
    good = issuer.token()
    head, body, signature = good.split(".")
    return {
        "alg none": issuer.unsigned(),
        "HS256 with the public key": issuer.signed_with_the_public_key(),
        "another key under our name": issuer.token(key=generate_private_key(65537, 2048)),
        "a key nobody published": issuer.token(key_id="key-9"),
        "no name of a key": issuer.token(key_id=None),
        "a changed body": f"{head}.{body[:-2]}AA.{signature}",
        "no signature": f"{head}.{body}.",
        "two segments": f"{head}.{body}",
        "not a token": "x",
        "not ASCII": "é.é.é",
        "a nested head": f"{_base64(b'[' * 20_000)}.{body}.{signature}",
        "a nested head that closes": f"{_base64(b'[' * 9_000 + b']' * 9_000)}.{body}.{signature}",
        "a head that is no object": f"{_base64(b'[]')}.{body}.{signature}",
        "a name of a key that climbs": issuer.token(key_id="../../etc/passwd"),
    }


def test_no_forgery_is_believed_and_none_is_a_crash(issuer: Issuer, callers: Callers) -> None:
    refused = {
        name: refusal(callers, f"Bearer {token}") for name, token in forgeries(issuer).items()
    }

    assert refused == dict.fromkeys(refused, 401)


@pytest.mark.parametrize(
    "scheme", [None, "", "Bearer", "Bearer ", "Basic {}", "{}", "bearer{}", "Bearer {}, Bearer {}"]
)
def test_a_token_must_be_carried_as_one(
    issuer: Issuer, callers: Callers, scheme: str | None
) -> None:
    carried = None if scheme is None else scheme.format(issuer.token(), "x")

    assert refusal(callers, carried) == 401


def test_the_headers_of_tasks_and_schedules_prove_nothing(callers: Callers) -> None:
    spoofed = {
        "X_CloudTasks_QueueName": "numbering",
        "X_CloudTasks_TaskName": "INV-1",
        "X_CloudScheduler": "true",
        "X_Goog_Authenticated_User_Email": f"accounts.google.com:{EMAIL}",
        "X_Serverless_Authorization": "Bearer x",
    }

    assert refusal(callers, None, **spoofed) == 401


def test_the_keys_are_fetched_once_for_many_calls() -> None:
    with issuing() as issuer:
        callers = Callers(
            audience=AUDIENCE, emails=(EMAIL,), issuer=issuer.url, keys_url=f"{issuer.url}/certs"
        )
        for _ in range(20):
            callers.check(a_request(f"Bearer {issuer.token()}"))

        assert issuer.fetches == 1


def test_without_the_issuers_keys_nobody_is_let_in_and_everybody_may_come_back() -> None:
    with issuing() as issuer:
        callers = Callers(
            audience=AUDIENCE, emails=(EMAIL,), issuer=issuer.url, keys_url=f"{issuer.url}/certs"
        )
        issuer.is_down = True
        closed = refusal(callers, f"Bearer {issuer.token()}")
        issuer.is_down = False
        callers.check(a_request(f"Bearer {issuer.token()}"))

    assert closed == 503


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
