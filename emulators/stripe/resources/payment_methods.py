"""/v1/payment_methods: test cards by token, and bank accounts by IBAN."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, ibans, methods
from emulators.stripe.payments.methods import NO_ADDRESS, BankAccount
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.addresses import ADDRESS
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Refused
from emulators.stripe.wire.values import EMAIL, Text

_PATH = "/v1/payment_methods"
_RAW_NUMBER = Refused(
    "Sending credit card numbers directly to the Stripe API is generally unsafe. Use a test"
    " token such as `tok_visa` instead.",
    "invalid_request",
)
_BILLING = Fields({"address": ADDRESS, "email": EMAIL, "name": Text(), "phone": Text()})
_CREATE = Fields(
    {
        "billing_details": _BILLING,
        "card": Fields(
            {
                "token": Text(),
                "number": _RAW_NUMBER,
                **dict.fromkeys(("exp_month", "exp_year", "cvc"), _RAW_NUMBER),
            }
        ),
        "metadata": Metadata(),
        "sepa_debit": Fields({"iban": Text()}, required=("iban",)),
        "type": Text(choices=("card", "sepa_debit")),
    },
    required=("type",),
)
_LIST = Fields({**CREATED_PAGE, "customer": Text(), "type": Text()})


def find(account: Account, key: str, param: str) -> JsonObject:
    """A payment method by its id, or a fresh one for `pm_card_visa` and its like."""
    card = cards.by_name(key) if key.startswith("pm_card_") else None
    if card is not None:
        return methods.create(account, methods.stand_in(account, card), {})
    return lookup.in_param(account, "payment_method", key, param)


class PaymentMethods:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        customer = Fields({"customer": Text()}, required=("customer",))
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", f"{one}/attach", self._attach, customer),
            Endpoint("POST", f"{one}/detach", self._detach),
        )

    def _create(self, call: Call) -> JsonObject:
        billing = call.params.get("billing_details", {})
        if "address" in billing:
            billing = {**billing, "address": {**NO_ADDRESS, **billing["address"]}}
        method = methods.create(self._account, self._instrument(call.params), billing)
        return self._account.store.save({**method, "metadata": merged({}, call.params)})

    def _instrument(self, params: JsonObject) -> methods.Instrument:
        kind = params["type"]
        if kind not in params:
            raise errors.missing(kind)
        if kind == "sepa_debit":
            iban = ibans.normal(params["sepa_debit"]["iban"])
            if not ibans.is_valid(iban):
                message = "The IBAN you provided is invalid."
                raise errors.invalid(message, "sepa_debit[iban]", "invalid_bank_account_iban")
            return BankAccount(iban)
        if "token" not in params["card"]:
            raise errors.missing("card[token]")
        card = cards.by_name(params["card"]["token"])
        if card is None:
            raise errors.no_such("token", params["card"]["token"], "card[token]", 400)
        return methods.stand_in(self._account, card)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "payment_method", call.id)

    def _attach(self, call: Call) -> JsonObject:
        lookup.in_param(self._account, "customer", call.params["customer"], "customer")
        method = find(self._account, call.id, "payment_method")
        method = self._account.store.save({**method, "customer": call.params["customer"]})
        self._account.events.emit("payment_method.attached", method)
        return method

    def _detach(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "payment_method", call.id)
        after = self._account.store.save({**before, "customer": None})
        self._account.events.emit("payment_method.detached", after, before)
        return after

    def _list(self, call: Call) -> JsonObject:
        methods_ = self._account.store.newest_first("payment_method")
        return page(where(methods_, call.params, "customer", "type"), call.params, _PATH)
