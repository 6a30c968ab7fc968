"""Who is calling? Pub/Sub, Cloud Tasks and Cloud Scheduler prove it with an OIDC token.

IAM checks it before the request arrives; this is the second lock, and the only one locally.
Headers such as `X-CloudTasks-QueueName` prove nothing: anybody can send them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

import jwt
from flask import Request

from shared.edge.problem import Problem

GOOGLE_ISSUER = "https://accounts.google.com"
GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs"
LEEWAY_SECONDS = 30


@dataclass(frozen=True)
class Callers:
    """The service accounts that may call this function, and for whom their tokens are."""

    audience: str
    emails: tuple[str, ...]
    issuer: str = GOOGLE_ISSUER
    keys_url: str = GOOGLE_KEYS

    @cached_property
    def _keys(self) -> jwt.PyJWKClient:
        return jwt.PyJWKClient(self.keys_url, cache_keys=True, timeout=5)

    def check(self, request: Request) -> str:
        """The caller's e-mail. 401 without a valid token, 403 for a valid one of somebody else."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            raise _unauthorized()
        claims = self._verified(token)
        if claims.get("email") not in self.emails or claims.get("email_verified") is not True:
            raise Problem(HTTPStatus.FORBIDDEN, "this caller is not expected here")
        return str(claims["email"])

    def _verified(self, token: str) -> dict[str, object]:
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims: dict[str, object] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud"]},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "cannot fetch the issuer's keys"
            ) from error
        except jwt.PyJWTError as error:
            raise _unauthorized() from error
        return claims


def _unauthorized() -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
