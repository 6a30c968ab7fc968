"""/v1/payouts."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.payments.ledger import Ledger
from emulators.stripe.payments.payouts import Payouts
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, Period, page, where, within
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text, Whole

_PATH = "/v1/payouts"
_CREATE = Fields(
    {
        "amount": Whole(1),
        "currency": CurrencyCode(),
        "description": Text(),
        "destination": Text(),
        "metadata": Metadata(),
        "method": Text(choices=("standard",)),
        "source_type": Text(choices=("card",)),
        "statement_descriptor": Text(22),
        **not_simulated("payout_method"),
    },
    required=("amount", "currency"),
)
_METADATA = Fields({"metadata": Metadata()})
_LIST = Fields({**CREATED_PAGE, "arrival_date": Period(), "destination": Text(), "status": Text()})


class PayoutResource:
    def __init__(self, account: Account, ledger: Ledger, payouts: Payouts) -> None:
        self._account = account
        self._ledger = ledger
        self._payouts = payouts
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _METADATA),
            Endpoint("POST", f"{one}/cancel", self._cancel),
            Endpoint("POST", f"{one}/reverse", self._reverse, _METADATA),
        )

    def _create(self, call: Call) -> JsonObject:
        params = {**call.params, "metadata": merged({}, call.params)}
        amount, currency = params.pop("amount"), params.pop("currency")
        if params.get("destination", self._payouts.bank_account()) != self._payouts.bank_account():
            raise errors.no_such("external account", params["destination"], "destination", 400)
        if amount > self._ledger.total_minor(currency, "available"):
            message = (
                "You have insufficient funds in your Stripe account for this transfer. Your card"
                " balance is too low. You can use the the /v1/balance endpoint to view your Stripe"
                " balance (for more details, see stripe.com/docs/api#balance)."
            )
            raise errors.invalid(message, code="balance_insufficient")
        return self._payouts.create(amount, currency, params)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "payout", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        return self._payouts.update(before, metadata=merged(before["metadata"], call.params))

    def _cancel(self, call: Call) -> JsonObject:
        payout = self._in_status(call, "pending", "canceled")
        if payout["automatic"]:
            raise errors.invalid("Automatic payouts cannot be canceled.")
        return self._payouts.cancel(payout)

    def _reverse(self, call: Call) -> JsonObject:
        payout = self._in_status(call, "paid", "reversed")
        if payout["original_payout"] or payout["reversed_by"]:
            raise errors.invalid("This payout is a reversal, or has been reversed already.")
        return self._payouts.reverse(payout, merged({}, call.params))

    def _in_status(self, call: Call, status: str, verb: str) -> JsonObject:
        payout = self._retrieve(call)
        if payout["status"] != status:
            message = f"Payouts can only be {verb} while {status}: this one is {payout['status']}."
            raise errors.invalid(message, code="payout_not_allowed")
        return payout

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("payout")
        period = call.params.get("arrival_date")
        due = [row for row in rows if within(row["arrival_date"], period)]
        return page(where(due, call.params, "destination", "status"), call.params, _PATH)
