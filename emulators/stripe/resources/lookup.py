"""Objects by id, or Stripe's complaint that there is none."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

_NAMES_IN_THE_PATH = {
    "charge": "charge",
    "dispute": "dispute",
    "payout": "payout",
    "setup_intent": "intent",
    "checkout.session": "session",
    "payment_intent": "intent",
    "payment_method": "payment_method",
    "price": "price",
    "webhook_endpoint": "webhook_endpoint",
}
"""What Stripe calls the id in the path; `id` for all others."""
_SAID = {"balance_transaction": "balance transaction", "setup_intent": "setupintent"}
"""What Stripe's complaint calls the kind, where that is another word."""


def in_path(account: Account, kind: str, key: str) -> JsonObject:
    found = account.store.find(kind, key)
    if found is None:
        raise errors.no_such(_SAID.get(kind, kind), key, _NAMES_IN_THE_PATH.get(kind, "id"), 404)
    return found


def in_param(account: Account, kind: str, key: str, param: str) -> JsonObject:
    found = account.store.find(kind, key)
    if found is None or found.get("deleted"):
        raise errors.no_such(_SAID.get(kind, kind), key, param, 400)
    return found
