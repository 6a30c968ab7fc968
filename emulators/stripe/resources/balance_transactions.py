"""/v1/balance_transactions: what came in, and what Stripe kept of it."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.payouts import Payouts
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

_PATH = "/v1/balance_transactions"
_LIST = Fields(
    {**CREATED_PAGE, "currency": Text(), "payout": Text(), "source": Text(), "type": Text()}
)


class BalanceTransactions:
    def __init__(self, account: Account, payouts: Payouts) -> None:
        self._account = account
        self._payouts = payouts
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "balance_transaction", call.id)

    def _list(self, call: Call) -> JsonObject:
        transactions = self._account.store.newest_first("balance_transaction")
        if "payout" in call.params:
            payout = lookup.in_param(self._account, "payout", call.params["payout"], "payout")
            transactions = self._payouts.transactions(payout["id"])
        rows = where(transactions, call.params, "currency", "source", "type")
        return page(rows, call.params, _PATH)
