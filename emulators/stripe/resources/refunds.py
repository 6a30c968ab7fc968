"""/v1/refunds, and the refunds of one charge."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import refundable, returns
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.payments.money import Money
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, LIMIT_DEFAULT, PAGE, listed, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Kind, not_simulated
from emulators.stripe.wire.values import EMAIL, Text, Whole

_PATH = "/v1/refunds"
_OF_CHARGE = "/v1/charges/{id}/refunds"
_DETAILS: dict[str, Kind] = {
    "amount": Whole(1),
    "metadata": Metadata(),
    "reason": Text(choices=("duplicate", "fraudulent", "requested_by_customer")),
    **not_simulated("refund_application_fee", "reverse_transfer"),
}
_CREATE = Fields(
    {
        **_DETAILS,
        "charge": Text(),
        "payment_intent": Text(),
        "currency": CurrencyCode(),
        "customer": Text(),
        "instructions_email": EMAIL,
        "origin": Text(choices=("customer_balance",)),
    }
)
_OF_A_BALANCE = ("currency", "customer", "instructions_email")
_UPDATE = Fields({"metadata": Metadata()})
_LIST = Fields({**CREATED_PAGE, "charge": Text(), "payment_intent": Text()})


class RefundResource:
    def __init__(self, account: Account, money: Money) -> None:
        self._account = account
        self._money = money
        self._refunds = money.refunds
        one, part = f"{_PATH}/{{id}}", f"{_OF_CHARGE}/{{part}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("POST", f"{one}/cancel", self._cancel),
            Endpoint("POST", "/v1/test_helpers/refunds/{id}/expire", self._expire),
            Endpoint("POST", _OF_CHARGE, self._create_of_charge, Fields(_DETAILS)),
            Endpoint("GET", _OF_CHARGE, self._list_of_charge, Fields(PAGE)),
            Endpoint("GET", part, self._retrieve_of_charge),
        )

    def included(self, charge: JsonObject) -> JsonObject:
        """What `expand[]=refunds` gives on a charge."""
        rows = self._refunds.of(charge["id"])
        url = _OF_CHARGE.format(id=charge["id"])
        return listed(rows[:LIMIT_DEFAULT], url, has_more=len(rows) > LIMIT_DEFAULT)

    def _create(self, call: Call) -> JsonObject:
        if "origin" in call.params:
            return self._send_back(call.params)
        alien = [name for name in _OF_A_BALANCE if name in call.params]
        if alien:
            message = f"`{alien[0]}` can only be used with `origin`."
            raise errors.invalid(message, alien[0])
        return self._give_back(refundable.charge(self._account, call.params), call.params)

    def _create_of_charge(self, call: Call) -> JsonObject:
        return self._give_back(refundable.charge(self._account, {"charge": call.id}), call.params)

    def _give_back(self, charge: JsonObject, params: JsonObject) -> JsonObject:
        amount = refundable.amount(charge, params.get("amount"))
        details = {"reason": params.get("reason"), "metadata": merged({}, params)}
        return self._refunds.create(charge, amount, details)

    def _send_back(self, params: JsonObject) -> JsonObject:
        """Of the customer's cash balance, without a payment."""
        for name in ("amount", "customer", "currency", "instructions_email"):
            if name not in params:
                raise errors.missing(name)
        key, amount, currency = params["customer"], params["amount"], params["currency"]
        lookup.in_param(self._account, "customer", key, "customer")
        if amount > self._money.cash.available_minor(key, currency):
            raise errors.invalid("The customer's cash balance is too low.", "amount")
        details = {"reason": params.get("reason"), "metadata": merged({}, params)}
        details["instructions_email"] = params["instructions_email"]
        return self._money.returns.create(key, amount, currency, details)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "refund", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        return self._refunds.update(before, metadata=merged(before["metadata"], call.params))

    def _cancel(self, call: Call) -> JsonObject:
        refund = self._retrieve(call)
        if not returns.can_answer(refund):
            raise errors.invalid("Canceling this refund is unsupported.")
        return self._money.returns.cancel(refund)

    def _expire(self, call: Call) -> JsonObject:
        refund = self._retrieve(call)
        if not returns.can_answer(refund):
            raise errors.invalid("Only a refund that requires action can be expired.")
        self._money.returns.expire(refund["id"])
        return self._retrieve(call)

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("refund")
        return page(where(rows, call.params, "charge", "payment_intent"), call.params, _PATH)

    def _list_of_charge(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "charge", call.id)
        return page(self._refunds.of(call.id), call.params, _OF_CHARGE.format(id=call.id))

    def _retrieve_of_charge(self, call: Call) -> JsonObject:
        refund = lookup.in_path(self._account, "refund", call.part)
        if refund["charge"] != call.id:
            raise errors.no_such("refund", call.part, "refund", 404)
        return refund
