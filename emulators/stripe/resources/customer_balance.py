"""/v1/customers/{id}/balance_transactions: what a shop and its customer owe each other."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import customers
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Kind
from emulators.stripe.wire.values import Text, Whole

_KIND = "customer_balance_transaction"
_PATH = "/v1/customers/{id}/balance_transactions"
_DESCRIBED: dict[str, Kind] = {
    "description": Text(350, clearable=True),
    "metadata": Metadata(),
}
_CREATE = Fields(
    {**_DESCRIBED, "amount": Whole(), "currency": CurrencyCode()}, required=("amount", "currency")
)
_LIST = Fields({**CREATED_PAGE, "invoice": Text()})


class CustomerBalance:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{part}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, Fields(_DESCRIBED)),
        )

    def _create(self, call: Call) -> JsonObject:
        before = lookup.in_param(self._account, "customer", call.id, "customer")
        amount, currency = call.params["amount"], call.params["currency"]
        if before["currency"] not in {None, currency}:
            raise errors.invalid(
                f"The customer's currency is {before['currency']}: the balance of a customer is in"
                " one currency only.",
                "currency",
            )
        about = {
            "type": "adjustment",
            "description": call.params.get("description"),
            "metadata": merged({}, call.params),
        }
        entry = customers.change_balance(self._account, call.id, amount, currency, about)
        after = self._account.store.get("customer", call.id)
        self._account.events.emit("customer.updated", after, before)
        return entry

    def _retrieve(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        entry = lookup.in_path(self._account, _KIND, call.part)
        if entry["customer"] != call.id:
            raise errors.no_such(_KIND, call.part, "transaction", 404)
        return entry

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        return self._account.store.save({**before, **changes})

    def _list(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        rows = self._account.store.newest_first(_KIND)
        own = [row for row in rows if row["customer"] == call.id]
        return page(where(own, call.params, "invoice"), call.params, _PATH.format(id=call.id))
