from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.identity.server import IdentityServer
from emulators.shelf import Shelf
from tests.emulators.kept_shelf import KeptShelf

EMAIL = "invoker@kvitto-local.iam.gserviceaccount.com"
SCOPE = "https://www.googleapis.com/auth/devstorage.read_only"


def an_issuer(shelf: Shelf, clock: Clock | None = None) -> Issuer:
    return Issuer(clock=clock or Clock(), shelf=shelf, url="https://accounts.example")


async def asked(issuer: Issuer, token: str) -> tuple[int, Any]:
    server = IdentityServer(issuer)
    port = await server.start()
    url = f"http://127.0.0.1:{port}/tokeninfo"
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, params={"access_token": token}) as response,
        ):
            return response.status, await response.json()
    finally:
        await server.stop()


def test_a_token_tells_its_issuer_alone_whose_it_is() -> None:
    issuer = an_issuer(KeptShelf())
    token = issuer.access_token(email=EMAIL, scope=SCOPE)

    status, info = asyncio.run(asked(issuer, token))

    assert token.startswith("ya29.")
    assert status == 200
    assert (info["email"], info["scope"], info["access_type"]) == (EMAIL, SCOPE, "online")
    assert 3590 <= int(info["expires_in"]) <= 3600
    assert an_issuer(KeptShelf()).token_info(token) is None


def test_a_token_is_good_after_a_restart_and_for_an_hour() -> None:
    async def within_the_hour_and_after() -> tuple[bool, bool]:
        shelf, clock = KeptShelf(), Clock()
        token = an_issuer(shelf, clock).access_token(email=EMAIL)
        restarted = an_issuer(shelf, clock)
        clock.advance(timedelta(minutes=59))
        before = restarted.token_info(token) is not None
        clock.advance(timedelta(minutes=1))
        return before, restarted.token_info(token) is not None

    assert asyncio.run(within_the_hour_and_after()) == (True, False)


def test_what_is_no_token_is_refused_as_google_does() -> None:
    issuer = an_issuer(KeptShelf())
    token = issuer.access_token(email=EMAIL)

    answers = [
        asyncio.run(asked(issuer, forged))
        for forged in ("", "ya29.c.x", token[:-8] + "AAAAAAA=", token.replace("ya29", "ya30"))
    ]

    refusal = {"error": "invalid_token", "error_description": "Invalid Value"}
    assert answers == [(400, refusal)] * 4
