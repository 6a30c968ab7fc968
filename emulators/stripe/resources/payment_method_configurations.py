"""/v1/payment_method_configurations: which methods the account offers. There is one set."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import method_types
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Flag

_PATH = "/v1/payment_method_configurations"
_LIST = Fields({**PAGE, "active": Flag(), **not_simulated("application")})
_METHODS = [
    "acss_debit",
    "affirm",
    "afterpay_clearpay",
    "alipay",
    "alma",
    "amazon_pay",
    "apple_pay",
    "au_becs_debit",
    "bacs_debit",
    "bancontact",
    "billie",
    "bizum",
    "blik",
    "boleto",
    "card",
    "cartes_bancaires",
    "cashapp",
    "crypto",
    "customer_balance",
    "eps",
    "fpx",
    "giropay",
    "google_pay",
    "grabpay",
    "ideal",
    "jcb",
    "kakao_pay",
    "klarna",
    "konbini",
    "kr_card",
    "link",
    "mb_way",
    "mobilepay",
    "multibanco",
    "naver_pay",
    "nz_bank_account",
    "oxxo",
    "p24",
    "pay_by_bank",
    "payco",
    "paynow",
    "paypal",
    "paypay",
    "payto",
    "pix",
    "promptpay",
    "revolut_pay",
    "samsung_pay",
    "satispay",
    "scalapay",
    "sepa_debit",
    "sequra",
    "sofort",
    "sunbit",
    "swish",
    "twint",
    "upi",
    "us_bank_account",
    "wechat_pay",
    "zip",
]


class PaymentMethodConfigurations:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _list(self, call: Call) -> JsonObject:
        rows = [self._only()] if call.params.get("active", True) else []
        return page(rows, call.params, _PATH)

    def _retrieve(self, call: Call) -> JsonObject:
        only = self._only()
        if call.id != only["id"]:
            raise errors.no_such("payment_method_configuration", call.id, "configuration", 404)
        return only

    def _only(self) -> JsonObject:
        return {
            **self._account.payment_method_configuration(),
            "object": "payment_method_configuration",
            "active": True,
            "application": None,
            "is_default": True,
            "livemode": False,
            "name": "Default",
            **{kind: _method(kind) for kind in _METHODS},
        }


def _method(kind: str) -> JsonObject:
    value = "on" if kind in method_types.TAKEN else "off"
    preference = {"overridable": None, "preference": value, "value": value}
    return {"available": value == "on", "display_preference": preference}
