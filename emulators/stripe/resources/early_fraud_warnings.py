"""/v1/radar/early_fraud_warnings: read only; card networks issue them."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

_KIND = "radar.early_fraud_warning"
_PATH = "/v1/radar/early_fraud_warnings"
_LIST = Fields({**CREATED_PAGE, "charge": Text(), "payment_intent": Text()})


class EarlyFraudWarnings:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first(_KIND)
        return page(where(rows, call.params, "charge", "payment_intent"), call.params, _PATH)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, _KIND, call.id)
