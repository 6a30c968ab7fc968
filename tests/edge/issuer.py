"""An issuer of OIDC tokens with a key of its own, good and bad."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.edge.http_server import Reply, served

AUDIENCE = "https://payment-processor.example"
EMAIL = "push-invoker@kvitto-local.iam.gserviceaccount.com"
TASKS_EMAIL = "tasks-invoker@kvitto-local.iam.gserviceaccount.com"
KEY_ID = "key-1"


@dataclass
class Issuer:
    url: str = ""
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    fetches: int = 0  # how often somebody asked for the keys
    is_down: bool = False

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "117",
            "email": EMAIL,
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
            **changed,
        }
        return {name: value for name, value in claims.items() if value is not ...}

    def token(self, *, key_id: str | None = KEY_ID, key: Any = None, **changed: Any) -> str:
        """A token; a claim that is `...` is left out."""
        headers = {"kid": key_id} if key_id else {}
        return jwt.encode(self.claims(**changed), key or self.key, "RS256", headers)

    def unsigned(self, **changed: Any) -> str:
        head = _segment({"alg": "none", "typ": "JWT", "kid": KEY_ID})
        return f"{head}.{_segment(self.claims(**changed))}."

    def signed_with_the_public_key(self) -> str:
        """HS256, the published key taken for a shared secret."""
        public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        head = _segment({"alg": "HS256", "typ": "JWT", "kid": KEY_ID})
        signed = f"{head}.{_segment(self.claims())}"
        mac = hmac.digest(public, signed.encode(), hashlib.sha256)
        return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"

    def answer(self, _path: str, _body: bytes) -> Reply:
        self.fetches += 1
        if self.is_down:
            return Reply(503)
        published = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        keys = [{**published, "kid": KEY_ID, "use": "sig"}]
        return Reply(body=json.dumps({"keys": keys}).encode())


@contextmanager
def issuing() -> Iterator[Issuer]:
    issuer = Issuer()
    with served(issuer.answer) as url:
        issuer.url = url
        yield issuer


def _segment(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
