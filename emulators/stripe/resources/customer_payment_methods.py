"""/v1/customers/{id}/payment_methods: what a customer has saved."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page, where
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

_PATH = "/v1/customers/{id}/payment_methods"
_LIST = Fields({**PAGE, "allow_redisplay": Text(), "type": Text()})


class CustomerPaymentMethods:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{part}}", self._retrieve),
        )

    def _list(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        rows = self._account.store.newest_first("payment_method")
        own = [row for row in rows if row["customer"] == call.id]
        found = where(own, call.params, "allow_redisplay", "type")
        return page(found, call.params, _PATH.format(id=call.id))

    def _retrieve(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        method = lookup.in_path(self._account, "payment_method", call.part)
        if method["customer"] != call.id:
            raise errors.no_such("payment_method", call.part, "payment_method", 404)
        return method
