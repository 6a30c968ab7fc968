"""The one issuer of ID tokens that all emulators here trust: making its key takes a while."""

from __future__ import annotations

from functools import cache
from typing import Any

import jwt

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.shelf import Forgetful


@cache
def an_issuer() -> Issuer:
    shelf = Forgetful().shelf("identity")
    return Issuer(clock=Clock(), shelf=shelf, url="https://accounts.example")


def claims_in(token: str, *, audience: str) -> dict[str, Any]:
    """What the token says, once its signature, issuer, time and audience have been checked."""
    issuer = an_issuer()
    [key] = jwt.PyJWKSet.from_dict(issuer.jwks()).keys
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], audience=audience, issuer=issuer.url
    )
    return claims
