"""/v1/balance_transactions: what came in, and what Stripe kept of it."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text

_PATH = "/v1/balance_transactions"
_LIST = Fields(
    {
        **CREATED_PAGE,
        "currency": Text(),
        "source": Text(),
        "type": Text(),
        **not_simulated("payout"),
    }
)


class BalanceTransactions:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "balance_transaction", call.id)

    def _list(self, call: Call) -> JsonObject:
        transactions = self._account.store.newest_first("balance_transaction")
        rows = where(transactions, call.params, "currency", "source", "type")
        return page(rows, call.params, _PATH)
