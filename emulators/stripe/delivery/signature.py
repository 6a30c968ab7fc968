"""The `Stripe-Signature` header."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable


def header(body: bytes, secrets: Iterable[str], timestamp: int) -> str:
    """`t=...,v1=...`, a `v1` for every secret: HMAC-SHA256 over `<timestamp>.<raw body>`.

    `timestamp` is in seconds.
    """
    signed = f"{timestamp}.".encode() + body
    digests = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={timestamp}", *(f"v1={digest}" for digest in digests)])
