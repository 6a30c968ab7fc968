"""/v1/mandates."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Call, Endpoint


class Mandates:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (Endpoint("GET", "/v1/mandates/{id}", self._retrieve),)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "mandate", call.id)
