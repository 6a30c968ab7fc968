"""/v1/coupons."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import coupons
from emulators.stripe.billing.kinds import ByCurrency, Percent
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields
from emulators.stripe.wire.values import Text, Whole

_PATH = "/v1/coupons"
_OPTIONS = ByCurrency(Fields({"amount_off": Whole(1)}, required=("amount_off",)))
_CREATE = Fields(
    {
        "amount_off": Whole(1),
        "applies_to": Fields({"products": Each(Text())}),
        "currency": CurrencyCode(),
        "currency_options": _OPTIONS,
        "duration": Text(choices=("forever", "once", "repeating")),
        "duration_in_months": Whole(1),
        "id": Text(200),
        "max_redemptions": Whole(1),
        "metadata": Metadata(),
        "name": Text(40),
        "percent_off": Percent(above_zero=True),
        "redeem_by": Whole(0),
    }
)
_UPDATE = Fields({"currency_options": _OPTIONS, "metadata": Metadata(), "name": Text(40)})
_GIVEN = (
    "amount_off",
    "currency",
    "duration_in_months",
    "max_redemptions",
    "name",
    "percent_off",
    "redeem_by",
)


class Coupons:
    def __init__(self, account: Account) -> None:
        self._account = account
        coupons.watch_expiry(account)
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, Fields(CREATED_PAGE)),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("DELETE", one, self._delete),
        )

    def applies_to(self, coupon: JsonObject) -> JsonObject | None:
        """Left out of a coupon unless asked for."""
        scope: JsonObject | None = coupons.details(self._account, coupon["id"])["applies_to"]
        return scope

    def currency_options(self, coupon: JsonObject) -> JsonObject:
        options: JsonObject = coupons.details(self._account, coupon["id"])["currency_options"]
        if coupon["amount_off"] is None:
            return options
        return {coupon["currency"]: {"amount_off": coupon["amount_off"]}, **options}

    def _create(self, call: Call) -> JsonObject:
        params = {"duration": "once", **call.params}
        self._check(params)
        coupon = self._account.store.save(
            {
                "id": params.get("id") or self._account.ids.text(8),
                "object": "coupon",
                "created": self._account.now(),
                **{name: params.get(name) for name in _GIVEN},
                "duration": params["duration"],
                "livemode": False,
                "metadata": merged({}, params),
                "times_redeemed": 0,
                "valid": True,
            }
        )
        details = {
            "applies_to": params.get("applies_to"),
            "currency_options": params.get("currency_options", {}),
        }
        self._account.store.put(coupons.DETAILS, coupon["id"], details)
        coupons.expire_at(self._account, coupon)
        self._account.events.emit("coupon.created", coupon)
        return coupon

    def _check(self, params: JsonObject) -> None:
        if "percent_off" in params and "amount_off" in params:
            raise errors.exclusive("percent_off", "amount_off")
        if "percent_off" not in params and "amount_off" not in params:
            raise errors.missing("percent_off")
        if "amount_off" in params and "currency" not in params:
            raise errors.missing("currency")
        if (params["duration"] == "repeating") != ("duration_in_months" in params):
            message = "`duration_in_months` goes with a duration of `repeating`, and only with it."
            raise errors.invalid(message, "duration_in_months")
        if params.get("redeem_by", self._account.now() + 1) <= self._account.now():
            raise errors.invalid("The `redeem_by` timestamp must be in the future.", "redeem_by")
        key = params.get("id", "")
        if self._account.store.find("coupon", key) is not None:
            message = f"Coupon already exists: {key}"
            raise errors.invalid(message, "id", "resource_already_exists")
        for place, product in enumerate(params.get("applies_to", {}).get("products", ())):
            param = f"applies_to[products][{place}]"
            lookup.in_param(self._account, "product", product, param)

    def _retrieve(self, call: Call) -> JsonObject:
        coupon = lookup.in_path(self._account, "coupon", call.id)
        if coupon.get("deleted"):
            raise errors.no_such("coupon", call.id, "coupon", 404)
        return coupon

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        if "currency_options" in call.params:
            details = coupons.details(self._account, before["id"])
            options = {**details["currency_options"], **call.params["currency_options"]}
            changed = {**details, "currency_options": options}
            self._account.store.put(coupons.DETAILS, before["id"], changed)
        name = call.params.get("name", before["name"])
        metadata = merged(before["metadata"], call.params)
        after = self._account.store.save({**before, "name": name, "metadata": metadata})
        self._account.events.emit("coupon.updated", after, before)
        return after

    def _delete(self, call: Call) -> JsonObject:
        """Discounts that run already go on, so the coupon is kept, out of sight."""
        before = self._retrieve(call)
        gone = self._account.store.save({**before, "deleted": True, "valid": False})
        self._account.events.emit("coupon.deleted", {**before, "valid": False})
        return {"id": gone["id"], "object": "coupon", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        rows = where(self._account.store.newest_first("coupon"), call.params)
        return page([row for row in rows if not row.get("deleted")], call.params, _PATH)
