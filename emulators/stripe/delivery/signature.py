"""The `Stripe-Signature` header."""

from __future__ import annotations

import hashlib
import hmac


def header(body: bytes, secret: str, timestamp: int) -> str:
    """`t=...,v1=...`: HMAC-SHA256 over `<timestamp>.<raw body>`; `timestamp` in seconds."""
    signed = f"{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"
