"""Every function as the framework serves it: who is let in, and how the others are told."""

from __future__ import annotations

import pytest

from tests.edge.asking import JSON, Answer, Wsgi, ask_wsgi
from tests.edge.issuer import Issuer
from tests.functions.conftest import Load
from tests.functions.deployed import NAMES, TOPOLOGY, Door, doors, environment_of

DOORS = doors()
INVOKERS = sorted({door.invoker for door in DOORS})
WSGI_NAMES = [name for name in NAMES if name != "webhook_intake"]


def knock(function: Wsgi, door: Door, issuer: Issuer, email: str, body: bytes = b"[") -> Answer:
    audience = environment_of(door.function)["AUDIENCE"]
    token = issuer.token(aud=audience, email=email)
    headers = {**JSON, "Authorization": f"Bearer {token}"}
    return ask_wsgi(function, "POST", door.path, body=body, headers=headers)


def test_every_function_of_ours_is_deployed_and_every_deployed_one_is_ours() -> None:
    deployed = {function.entry_point for function in TOPOLOGY.functions}

    assert deployed == set(NAMES)


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_without_a_token_a_private_address_is_closed(door: Door, load: Load) -> None:
    answer = ask_wsgi(load(door.function), "POST", door.path, body=b"{}", headers=JSON)

    assert answer.status == 401
    assert answer.problem["title"] == "Unauthorized"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("door", DOORS, ids=str)
@pytest.mark.parametrize("email", [*INVOKERS, "eve@evil.iam.gserviceaccount.com"])
def test_only_the_invoker_that_the_topology_names_is_let_in(
    door: Door, email: str, load: Load, issuer: Issuer
) -> None:
    """Whoever is let in is told that the body is no JSON, or that the database is away."""
    answer = knock(load(door.function), door, issuer, email)

    let_in = answer.status in {400, 503}
    assert let_in == (email == door.invoker)
    assert let_in or answer.status == 403
    assert answer.problem["title"]


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_token_for_another_function_opens_nothing(door: Door, load: Load, issuer: Issuer) -> None:
    token = issuer.token(aud="https://another.example", email=door.invoker)
    headers = {**JSON, "Authorization": f"Bearer {token}"}

    assert ask_wsgi(load(door.function), "POST", door.path, headers=headers).status == 401


@pytest.mark.parametrize("door", DOORS, ids=str)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_any_other_method_is_refused_by_our_own_gate(door: Door, method: str, load: Load) -> None:
    answer = ask_wsgi(load(door.function), method, door.path)

    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert answer.problem["title"] == "Method Not Allowed"


@pytest.mark.parametrize("name", WSGI_NAMES)
@pytest.mark.parametrize("path", ["/", "/nowhere", "/push", "/v2/checkout", "/../main.py", "//"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_not_found_by_our_own_gate(
    name: str, path: str, method: str, load: Load
) -> None:
    answer = ask_wsgi(load(name), method, path)

    assert (answer.status, answer.problem["title"]) == (404, "Not Found")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_public_catalog_is_open(load: Load) -> None:
    answer = ask_wsgi(load("checkout"), "GET", "/v1/catalog", headers={"Origin": SHOP})

    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == SHOP


SHOP = environment_of("checkout")["ALLOWED_ORIGINS"].partition(",")[0]


def test_a_shop_of_ours_may_ask_before_it_sends_and_a_stranger_may_not(load: Load) -> None:
    def preflight(origin: str) -> Answer:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return ask_wsgi(load("checkout"), "OPTIONS", "/v1/checkout", headers=headers)

    ours, foreign = preflight(SHOP), preflight("https://evil.example")

    assert (ours.status, ours.headers["access-control-allow-origin"]) == (204, SHOP)
    assert "access-control-allow-origin" not in foreign.headers


def test_a_refusal_can_be_read_by_the_shop_too(load: Load) -> None:
    answer = ask_wsgi(load("checkout"), "POST", "/v1/checkout", headers={"Origin": SHOP})

    assert answer.status == 400
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert answer.codes == ["idempotency_key.missing"]
