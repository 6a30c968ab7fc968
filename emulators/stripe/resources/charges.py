"""/v1/charges: read only; a PaymentIntent makes them."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, listed, page, where
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

_PATH = "/v1/charges"
_LIST = Fields(
    {**CREATED_PAGE, "customer": Text(), "payment_intent": Text(), "transfer_group": Text()}
)


def refunds(charge: JsonObject) -> JsonObject:
    """Left out of a charge unless asked for. The twin gives nothing back yet: see the README."""
    return listed([], f"{_PATH}/{charge['id']}/refunds", has_more=False)


class Charges:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "charge", call.id)

    def _list(self, call: Call) -> JsonObject:
        charges = self._account.store.newest_first("charge")
        rows = where(charges, call.params, "customer", "payment_intent", "transfer_group")
        return page(rows, call.params, _PATH)
