"""OAuth access tokens of service accounts: opaque to all but the issuer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from emulators.clock.clock import Clock

CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"
LIFETIME = timedelta(hours=1)
_PREFIX = "ya29.c."
_SEAL_BYTES = 32


class AccessTokens:
    def __init__(self, *, clock: Clock, secret: bytes) -> None:
        """Tokens stay readable for as long as the `secret` is the same."""
        self._clock = clock
        self._secret = secret

    def token(self, *, subject: str, email: str, scope: str) -> str:
        """Return a token that lasts an hour; `scope` holds one or more, parted by spaces."""
        expires_at = self._clock.now() + LIFETIME
        claims = [subject, email, scope or CLOUD_PLATFORM, expires_at.isoformat()]
        content = json.dumps(claims).encode()
        return _PREFIX + base64.urlsafe_b64encode(self._seal(content) + content).decode()

    def info(self, token: str) -> Mapping[str, Any] | None:
        """Return what Google's `tokeninfo` says of a token; None when it is not a valid one."""
        if not token.startswith(_PREFIX):
            return None
        try:
            sealed = base64.urlsafe_b64decode(token.removeprefix(_PREFIX))
        except ValueError:
            return None
        seal, content = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(content)):
            return None
        return self._described(*json.loads(content))

    def _described(
        self, subject: str, email: str, scope: str, expires: str
    ) -> Mapping[str, Any] | None:
        expires_at = datetime.fromisoformat(expires)
        left = expires_at - self._clock.now()
        if left <= timedelta():
            return None
        return {
            "azp": subject,
            "aud": subject,
            "scope": scope,
            "exp": str(int(expires_at.timestamp())),
            "expires_in": str(int(left.total_seconds())),
            "email": email,
            "email_verified": "true",
            "access_type": "online",
        }

    def _seal(self, content: bytes) -> bytes:
        return hmac.digest(self._secret, content, hashlib.sha256)
