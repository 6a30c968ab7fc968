"""Whose Stripe? The developer's own test account when both of its keys are set, else the twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from emulators.supervisor.cannot_start import CannotStart

KEY = "STRIPE_API_KEY"
SECRET = "STRIPE_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable, not a secret
_TEST_KEYS = ("sk_test_", "rk_test_")
_LIVE_KEYS = ("sk_live_", "rk_live_")


@dataclass(frozen=True, slots=True)
class StripeKeys:
    api_key: str
    webhook_secret: str


def read_stripe_keys(environment: Mapping[str, str]) -> StripeKeys | None:
    """None: use the twin. `CannotStart` for a live key, and for one of the two alone."""
    key = environment.get(KEY, "").strip()
    secret = environment.get(SECRET, "").strip()
    if key.startswith(_LIVE_KEYS):
        raise CannotStart(f"{KEY} is a live key: this is no place for real money. Use a test key.")
    if not key and not secret:
        return None
    if not secret:
        raise CannotStart(
            f"{KEY} is set and {SECRET} is not: set it to the whsec_... that `stripe listen`"
            f" prints, or unset {KEY} to use the Stripe twin"
        )
    if not key:
        raise CannotStart(
            f"{SECRET} is set and {KEY} is not: set a test key (sk_test_...), or unset {SECRET}"
            " to use the Stripe twin"
        )
    if not key.startswith(_TEST_KEYS):
        raise CannotStart(f"{KEY} is not a secret test key: it begins with sk_test_ or rk_test_")
    return StripeKeys(key, secret)
