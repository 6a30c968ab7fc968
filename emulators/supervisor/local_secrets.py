"""The values of the topology's secrets on this machine: made up once, kept with the state."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from pathlib import Path

from emulators.supervisor.private_file import write_privately
from emulators.supervisor.stripe_keys import StripeKeys
from emulators.topology import Topology

STRIPE_API_KEY = "stripe-api-key"
STRIPE_WEBHOOK_SECRETS = "stripe-webhook-secrets"

_PREFIXES = {STRIPE_API_KEY: "sk_test_", STRIPE_WEBHOOK_SECRETS: "whsec_"}


def local_secrets(path: Path, topology: Topology, own_stripe: StripeKeys | None) -> dict[str, str]:
    """Every secret by its name in the topology. The developer's own keys are never written down."""
    kept = _kept(path, _names(topology))
    if own_stripe is None:
        return kept
    own = {STRIPE_API_KEY: own_stripe.api_key, STRIPE_WEBHOOK_SECRETS: own_stripe.webhook_secret}
    return {**kept, **own}


def _names(topology: Topology) -> set[str]:
    return {
        variable.secret
        for function in topology.functions
        for variable in function.secret_environment
    }


def _kept(path: Path, names: Iterable[str]) -> dict[str, str]:
    known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    missing = set(names) - known.keys()
    if missing:
        known |= {name: _PREFIXES.get(name, "") + secrets.token_urlsafe(32) for name in missing}
        write_privately(path, known)
    return known
