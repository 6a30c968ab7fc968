"""A payment method as parameters: the card token, the bank account or the balance it is made of."""

from __future__ import annotations

import re

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, ibans, methods
from emulators.stripe.payments.bank_accounts import IbanAccount, RoutedAccount, SortCodeAccount
from emulators.stripe.payments.methods import NO_ADDRESS, CashBalance, Instrument
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.addresses import ADDRESS
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Kind, Refused, not_simulated
from emulators.stripe.wire.values import EMAIL, Pattern, Text

_RAW_NUMBER = Refused(
    "Sending credit card numbers directly to the Stripe API is generally unsafe. Use a test"
    " token such as `tok_visa` instead.",
    "invalid_request",
)
REDISPLAY = Text(choices=("always", "limited", "unspecified"))
BILLING = Fields({"address": ADDRESS, "email": EMAIL, "name": Text(), "phone": Text()})


def _number(digits: str, what: str) -> Pattern:
    return Pattern(re.compile(digits), f"Invalid {what}: {{}}", "bank_account_unusable")


_BANKS: dict[str, Kind] = {
    "bacs_debit": Fields(
        {
            "account_number": _number(r"[0-9]{8}", "account number"),
            "sort_code": _number(r"[0-9]{2}-?[0-9]{2}-?[0-9]{2}", "sort code"),
        },
        required=("account_number", "sort_code"),
    ),
    "sepa_debit": Fields({"iban": Text()}, required=("iban",)),
    "us_bank_account": Fields(
        {
            "account_holder_type": Text(choices=("company", "individual")),
            "account_number": _number(r"[0-9]{4,17}", "account number"),
            "account_type": Text(choices=("checking", "savings")),
            "routing_number": _number(r"[0-9]{9}", "routing number"),
            **not_simulated("financial_connections_account"),
        },
        required=("account_number", "routing_number"),
    ),
}
_ABOUT: dict[str, Kind] = {
    "allow_redisplay": REDISPLAY,
    "billing_details": BILLING,
    "metadata": Metadata(),
}
_TYPES = ("card", "customer_balance", *_BANKS)
CREATE = Fields(
    {
        **_ABOUT,
        **_BANKS,
        "card": Fields(
            {
                "token": Text(),
                **dict.fromkeys(("number", "exp_month", "exp_year", "cvc"), _RAW_NUMBER),
            }
        ),
        "customer_balance": Fields({}),
        "type": Text(choices=_TYPES),
    },
    required=("type",),
)
DATA = Fields(
    {**_ABOUT, **_BANKS, "customer_balance": Fields({}), "type": Text(choices=_TYPES[1:])},
    required=("type",),
)
"""`payment_method_data` of an intent: a card would need Stripe.js, or a token of `card`."""


def create(account: Account, params: JsonObject, at: str = "") -> JsonObject:
    """Save the payment method that `CREATE` or `DATA` describes. `at`: where they stood."""
    billing = whole_address(params.get("billing_details", {}))
    method = methods.create(account, _read(account, params, at), billing)
    redisplay = params.get("allow_redisplay", method["allow_redisplay"])
    given = {"allow_redisplay": redisplay, "metadata": merged({}, params)}
    return account.store.save({**method, **given})


def whole_address(billing: JsonObject) -> JsonObject:
    if "address" not in billing:
        return billing
    return {**billing, "address": {**NO_ADDRESS, **billing["address"]}}


def _read(account: Account, params: JsonObject, at: str) -> Instrument:
    kind = params["type"]
    if kind == CashBalance.kind:
        return CashBalance()
    if kind not in params:
        raise errors.missing(_name(at, kind))
    given = params[kind]
    if kind == "card":
        return _card(account, given, _name(at, "card"))
    if kind == "bacs_debit":
        return SortCodeAccount(given["sort_code"].replace("-", ""), given["account_number"])
    if kind == "us_bank_account":
        return RoutedAccount(
            given["routing_number"],
            given["account_number"],
            given.get("account_holder_type", "individual"),
            given.get("account_type", "checking"),
        )
    iban = ibans.normal(given["iban"])
    if not ibans.is_valid(iban):
        message = "The IBAN you provided is invalid."
        where = _name(_name(at, "sepa_debit"), "iban")
        raise errors.invalid(message, where, "invalid_bank_account_iban")
    return IbanAccount(iban)


def _card(account: Account, given: JsonObject, at: str) -> Instrument:
    if "token" not in given:
        raise errors.missing(_name(at, "token"))
    card = cards.by_name(given["token"])
    if card is None:
        raise errors.no_such("token", given["token"], _name(at, "token"), 400)
    return methods.stand_in(account, card)


def _name(at: str, key: str) -> str:
    return f"{at}[{key}]" if at else key
