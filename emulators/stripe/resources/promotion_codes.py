"""/v1/promotion_codes: the words that buyers type to get a coupon."""

from __future__ import annotations

import re

from emulators.stripe.account import Account
from emulators.stripe.billing import coupons, promotions
from emulators.stripe.billing.kinds import ByCurrency
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Flag, Pattern, Text, Whole

_PATH = "/v1/promotion_codes"
_CODE = Pattern(
    re.compile(r"[A-Za-z0-9-]{1,500}"),
    "Promotion codes may only contain letters, digits and dashes: {}",
)
_OPTIONS = ByCurrency(Fields({"minimum_amount": Whole(0)}))
_CREATE = Fields(
    {
        "active": Flag(),
        "code": _CODE,
        "customer": Text(),
        "expires_at": Whole(0),
        "max_redemptions": Whole(1),
        "metadata": Metadata(),
        "promotion": Fields(
            {"coupon": Text(), "type": Text(choices=("coupon",))}, required=("type", "coupon")
        ),
        "restrictions": Fields(
            {
                "currency_options": _OPTIONS,
                "first_time_transaction": Flag(),
                "minimum_amount": Whole(1),
                "minimum_amount_currency": CurrencyCode(),
            }
        ),
        **not_simulated("customer_account"),
    },
    required=("promotion",),
)
_UPDATE = Fields(
    {
        "active": Flag(),
        "metadata": Metadata(),
        "restrictions": Fields({"currency_options": _OPTIONS}),
    }
)
_LIST = Fields(
    {
        **CREATED_PAGE,
        "active": Flag(),
        "code": Text(),
        "coupon": Text(),
        "customer": Text(),
        **not_simulated("customer_account"),
    }
)
_NO_RESTRICTIONS: JsonObject = {
    "first_time_transaction": False,
    "minimum_amount": None,
    "minimum_amount_currency": None,
}


class PromotionCodes:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
        )

    def _create(self, call: Call) -> JsonObject:
        params = call.params
        self._check(params)
        promotion = self._account.store.save(
            {
                "id": self._account.ids.new("promo"),
                "object": "promotion_code",
                "active": params.get("active", True),
                "code": params.get("code") or self._account.ids.text(8).upper(),
                "created": self._account.now(),
                "customer": params.get("customer"),
                "customer_account": None,
                "expires_at": params.get("expires_at"),
                "livemode": False,
                "max_redemptions": params.get("max_redemptions"),
                "metadata": merged({}, params),
                "promotion": params["promotion"],
                "restrictions": {**_NO_RESTRICTIONS, **params.get("restrictions", {})},
                "times_redeemed": 0,
            }
        )
        self._account.events.emit("promotion_code.created", promotion)
        return promotion

    def _check(self, params: JsonObject) -> None:
        at = "promotion[coupon]"
        coupon = lookup.in_param(self._account, "coupon", params["promotion"]["coupon"], at)
        coupons.check_usable(self._account, coupon, None, at)
        if "customer" in params:
            lookup.in_param(self._account, "customer", params["customer"], "customer")
        if params.get("expires_at", self._account.now() + 1) <= self._account.now():
            raise errors.invalid("The `expires_at` timestamp must be in the future.", "expires_at")
        rules = params.get("restrictions", {})
        if ("minimum_amount" in rules) != ("minimum_amount_currency" in rules):
            raise errors.missing("restrictions[minimum_amount_currency]")
        code = params.get("code", "")
        if code and promotions.by_code(self._account, code) is not None:
            message = "An active promotion code with that code already exists."
            raise errors.invalid(message, "code")

    def _retrieve(self, call: Call) -> JsonObject:
        return self._shown(lookup.in_path(self._account, "promotion_code", call.id))

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "promotion_code", call.id)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        if "restrictions" in changes:
            changes["restrictions"] = {**before["restrictions"], **changes["restrictions"]}
        after = {**before, **changes}
        if after["active"] and not promotions.is_alive(self._account, after):
            message = "This promotion code has expired and cannot be made active."
            raise errors.invalid(message, "active")
        self._account.events.emit("promotion_code.updated", self._account.store.save(after), before)
        return self._shown(after)

    def _list(self, call: Call) -> JsonObject:
        rows = [self._shown(row) for row in self._account.store.newest_first("promotion_code")]
        coupon = call.params.get("coupon")
        found = (
            row
            for row in where(rows, call.params, "active", "code", "customer")
            if coupon in {None, row["promotion"]["coupon"]}
        )
        return page(found, call.params, _PATH)

    def _shown(self, promotion: JsonObject) -> JsonObject:
        return {**promotion, "active": promotions.is_alive(self._account, promotion)}
