"""/v1/customers/{id}/cash_balance and where to send money to; test helpers send some."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import transfer_options
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.payments.money import Money
from emulators.stripe.payments.virtual_accounts import TYPE_OF, WAYS
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text, Whole

_BALANCE = "/v1/customers/{id}/cash_balance"
_TRANSACTIONS = "/v1/customers/{id}/cash_balance_transactions"
_MODE = Text(choices=("automatic", "manual", "merchant_default"))
_UPDATE = Fields({"settings": Fields({"reconciliation_mode": _MODE})})
_INSTRUCTIONS = Fields(
    {
        "bank_transfer": transfer_options.TRANSFER,
        "currency": CurrencyCode(),
        "funding_type": Text(choices=("bank_transfer",)),
    },
    required=("bank_transfer", "currency", "funding_type"),
)
_FUND = Fields(
    {"amount": Whole(1), "currency": CurrencyCode(), "reference": Text()},
    required=("amount", "currency"),
)


class CustomerCash:
    def __init__(self, account: Account, money: Money) -> None:
        self._account = account
        self._cash = money.cash
        self._transfers = money.payments.transfers
        instructions = "/v1/customers/{id}/funding_instructions"
        fund = "/v1/test_helpers/customers/{id}/fund_cash_balance"
        self.endpoints = (
            Endpoint("GET", _BALANCE, self._retrieve),
            Endpoint("POST", _BALANCE, self._update, _UPDATE),
            Endpoint("GET", _TRANSACTIONS, self._list, Fields(PAGE)),
            Endpoint("GET", f"{_TRANSACTIONS}/{{part}}", self._transaction),
            Endpoint("POST", instructions, self._instruct, _INSTRUCTIONS),
            Endpoint("POST", fund, self._fund, _FUND),
        )

    def included(self, customer: JsonObject) -> JsonObject:
        """What `expand[]=cash_balance` gives on a customer."""
        return self._cash.balance(customer["id"])

    def _retrieve(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        return self._cash.balance(call.id)

    def _update(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        mode = call.params.get("settings", {}).get("reconciliation_mode")
        return self._cash.settle_by(call.id, mode) if mode else self._cash.balance(call.id)

    def _list(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        rows = self._cash.transactions(call.id)
        return page(rows, call.params, _TRANSACTIONS.format(id=call.id))

    def _transaction(self, call: Call) -> JsonObject:
        found = lookup.in_path(self._account, "customer_cash_balance_transaction", call.part)
        if found["customer"] != call.id:
            raise errors.no_such("customer_cash_balance_transaction", call.part, "id", 404)
        return found

    def _instruct(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        currency = call.params["currency"]
        _check_transferable(currency)
        given = call.params["bank_transfer"]
        options = transfer_options.of({"bank_transfer": given}, currency)["bank_transfer"]
        way = WAYS[options["type"]]
        country = options.get("eu_bank_transfer", {}).get("country", way.country)
        return {
            "object": "funding_instructions",
            "bank_transfer": {
                "country": country,
                "financial_addresses": [way.address(call.id, country)],
                "type": options["type"],
            },
            "currency": currency,
            "funding_type": "bank_transfer",
            "livemode": False,
        }

    def _fund(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        given = call.params
        _check_transferable(given["currency"])
        return self._transfers.fund(
            call.id, given["amount"], given["currency"], given.get("reference")
        )


def _check_transferable(currency: str) -> None:
    if currency not in TYPE_OF:
        known = ", ".join(TYPE_OF)
        message = f"Bank transfers are not available in {currency}, only in: {known}."
        raise errors.invalid(message, "currency")
