"""Issues tokens to service accounts: signed ID tokens with Google's claims, and access tokens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm
from jwt.types import Options

from emulators.clock.clock import Clock
from emulators.identity.access_tokens import AccessTokens
from emulators.shelf import Shelf

ALGORITHM = "RS256"
LIFETIME = timedelta(hours=1)
REUSED_FOR = timedelta(minutes=50)
_KEY_ON_SHELF = "signing-key"
_UNCHECKED: Options = {"verify_aud": False, "verify_exp": False, "verify_iat": False}
"""The audience is the receiver's business, and the library knows no clock but the machine's."""


@dataclass(frozen=True, slots=True)
class _Signed:
    token: str
    fresh_until: datetime


class Issuer:
    """One RSA key and the tokens it signed. `url` is the `iss` claim and where the key is served.

    Construct it on the event loop: a new key goes straight to the shelf.
    """

    def __init__(self, *, clock: Clock, shelf: Shelf, url: str) -> None:
        self.url = url.rstrip("/")
        self._clock = clock
        self._key = _restored_or_new_key(shelf)
        self._key_id = _thumbprint(self._key)
        self._signed: dict[tuple[str, str], _Signed] = {}
        self._access_tokens = AccessTokens(clock=clock, secret=_pem(self._key))

    def token(self, *, audience: str, email: str) -> str:
        """Return a token with at least ten minutes left; the same one for the first fifty."""
        now = self._clock.now()
        signed = self._signed.get((audience, email))
        if signed is None or signed.fresh_until <= now:
            signed = _Signed(self._sign(audience, email, now), now + REUSED_FOR)
            self._signed[audience, email] = signed
        return signed.token

    def claims(self, token: str) -> Mapping[str, Any] | None:
        """What an ID token says; None unless it was signed here and is still good."""
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token, self._key.public_key(), [ALGORITHM], issuer=self.url, options=_UNCHECKED
            )
        except jwt.PyJWTError:
            return None
        return claims if claims["exp"] > self._clock.now().timestamp() else None

    def access_token(self, *, email: str, scope: str = "") -> str:
        """Return an opaque token for Google's APIs; without a `scope`, for all of them."""
        return self._access_tokens.token(subject=_subject(email), email=email, scope=scope)

    def token_info(self, access_token: str) -> Mapping[str, Any] | None:
        """Tell whose an access token is and what for; None when it is not a valid one."""
        return self._access_tokens.info(access_token)

    def jwks(self) -> dict[str, Any]:
        """Return the public key as a JSON Web Key Set (RFC 7517)."""
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        public = {name: key[name] for name in ("kty", "n", "e")}
        return {"keys": [{**public, "alg": ALGORITHM, "use": "sig", "kid": self._key_id}]}

    def _sign(self, audience: str, email: str, now: datetime) -> str:
        subject = _subject(email)
        claims = {
            "iss": self.url,
            "aud": audience,
            "azp": subject,
            "sub": subject,
            "email": email,
            "email_verified": True,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
        }
        return jwt.encode(claims, self._key, ALGORITHM, headers={"kid": self._key_id})


def _restored_or_new_key(shelf: Shelf) -> RSAPrivateKey:
    stored = dict(shelf.items()).get(_KEY_ON_SHELF)
    if stored is not None:
        # To see that the numbers make a key takes longer than to make one, and these once did.
        restored = serialization.load_pem_private_key(
            stored, password=None, unsafe_skip_rsa_key_validation=True
        )
        if not isinstance(restored, RSAPrivateKey):
            raise TypeError(f"the shelf holds a {type(restored).__name__}, not an RSA key")
        return restored
    key = generate_private_key(public_exponent=65537, key_size=2048)
    shelf.put(_KEY_ON_SHELF, _pem(key))
    return key


def _pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _thumbprint(key: RSAPrivateKey) -> str:
    """Derive the key id from the thumbprint of RFC 7638, so that it lives as long as the key."""
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    canonical = json.dumps(
        {name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True
    )
    return hashlib.sha256(canonical.encode()).hexdigest()[:40]


def _subject(email: str) -> str:
    """Google's numeric account id: 21 digits starting with 1, fixed for an account."""
    return f"1{int(hashlib.sha256(email.encode()).hexdigest(), 16) % 10**20:020d}"
