"""Which keys the twin lets in: any test key, never a live one."""

from __future__ import annotations

import base64
import binascii

from emulators.stripe.wire.errors import StripeError

KEY_LENGTH_MIN = 16
_TEST_KEYS = ("sk_test_", "rk_test_")
_LIVE_KEYS = ("sk_live_", "rk_live_", "pk_live_")


def check(header: str | None) -> str:
    """The key, or Stripe's 401 for a missing or wrong one. `header` is `Authorization`."""
    key = _key(header)
    if not key:
        raise _refused(
            "You did not provide an API key. You need to provide your API key in the"
            " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer"
            " YOUR_SECRET_KEY')."
        )
    if key.startswith(_LIVE_KEYS):
        raise _refused("The Stripe twin refuses live keys: roll this one, it has left its vault.")
    if not key.startswith(_TEST_KEYS) or len(key) < KEY_LENGTH_MIN:
        raise _refused(f"Invalid API Key provided: {_masked(key)}")
    return key


def _key(header: str | None) -> str:
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _masked(key: str) -> str:
    shown = 4
    return "*" * max(0, len(key) - shown) + key[-shown:]


def _refused(message: str) -> StripeError:
    return StripeError(401, "invalid_request_error", message)
