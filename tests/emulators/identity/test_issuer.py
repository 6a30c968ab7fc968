from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt

from emulators.archives.lasting import Lasting
from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.identity.server import IdentityServer
from emulators.shelf import Forgetful

URL = "https://accounts.example"
AUDIENCE = "https://payment-processor.example"
EMAIL = "push-invoker@kvitto-local.iam.gserviceaccount.com"


def an_issuer(clock: Clock | None = None) -> Issuer:
    return Issuer(clock=clock or Clock(), shelf=Forgetful().shelf("identity"), url=URL)


def verified(token: str, jwks: dict[str, Any]) -> dict[str, Any]:
    key = jwt.PyJWKSet.from_dict(jwks)[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, ["RS256"], audience=AUDIENCE, issuer=URL)


def test_a_token_verifies_against_the_published_key_and_carries_googles_claims() -> None:
    issuer = an_issuer()

    claims = verified(issuer.token(audience=AUDIENCE, email=EMAIL), issuer.jwks())

    assert claims["email"] == EMAIL
    assert claims["email_verified"] is True
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["azp"] == claims["sub"]
    assert len(claims["sub"]) == 21
    assert claims["sub"].isdigit()


def test_the_published_key_says_nothing_private() -> None:
    [key] = an_issuer().jwks()["keys"]

    assert set(key) == {"kty", "n", "e", "alg", "use", "kid"}


def test_a_token_is_reused_for_fifty_minutes_and_no_longer() -> None:
    clock = Clock()
    issuer = an_issuer(clock)

    first = issuer.token(audience=AUDIENCE, email=EMAIL)
    clock.advance(timedelta(minutes=49))
    after_49_minutes = issuer.token(audience=AUDIENCE, email=EMAIL)
    clock.advance(timedelta(minutes=2))
    after_51_minutes = issuer.token(audience=AUDIENCE, email=EMAIL)

    assert after_49_minutes == first
    assert after_51_minutes != first


def test_another_audience_or_another_account_gets_another_token() -> None:
    issuer = an_issuer()

    tokens = {
        issuer.token(audience=AUDIENCE, email=EMAIL),
        issuer.token(audience="https://other.example", email=EMAIL),
        issuer.token(audience=AUDIENCE, email="other@kvitto-local.iam.gserviceaccount.com"),
    }

    assert len(tokens) == 3


def test_a_token_signed_before_a_restart_still_verifies_after_it(tmp_path: Path) -> None:
    async def a_life() -> Issuer:
        archive = Lasting(tmp_path / "state.sqlite")
        issuer = Issuer(clock=Clock(), shelf=archive.shelf("identity"), url=URL)
        archive.close()
        return issuer

    before = asyncio.run(a_life())
    after = asyncio.run(a_life())

    assert verified(before.token(audience=AUDIENCE, email=EMAIL), after.jwks())["email"] == EMAIL


def test_a_verifier_finds_the_key_through_the_discovery_document() -> None:
    async def fetched() -> tuple[dict[str, Any], dict[str, Any]]:
        server = IdentityServer(issuer)
        address = f"http://127.0.0.1:{await server.start()}"
        try:
            async with aiohttp.ClientSession(address) as http:
                async with http.get("/.well-known/openid-configuration") as response:
                    discovery = await response.json()
                async with http.get(discovery["jwks_uri"].removeprefix(URL)) as response:
                    return discovery, await response.json()
        finally:
            await server.stop()

    issuer = an_issuer()
    discovery, jwks = asyncio.run(fetched())

    assert discovery["issuer"] == URL
    assert discovery["id_token_signing_alg_values_supported"] == ["RS256"]
    assert verified(issuer.token(audience=AUDIENCE, email=EMAIL), jwks)["email"] == EMAIL
