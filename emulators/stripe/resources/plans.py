"""/v1/plans: what recurring prices were called once. Each of them is a price as well."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import catalog_prices
from emulators.stripe.billing.plans import plan
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import lookup, price_params
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Kind, not_simulated
from emulators.stripe.wire.values import Exact, Flag, Raw, Text, Whole

_PATH = "/v1/plans"
_DATA = Fields({"active": Flag(), "id": Text(), "metadata": Metadata(), "name": Text()}, ("name",))


class _NameOrData:
    """`product` is an id, or what a new product is to be."""

    def read(self, raw: Raw, at: str) -> object:
        return Text().read(raw, at) if isinstance(raw, str) else _DATA.read(raw, at)


_BOTH: dict[str, Kind] = {
    "active": Flag(),
    "metadata": Metadata(),
    "nickname": Text(),
    "product": Text(),
    "trial_period_days": Whole(1),
}
_CREATE = Fields(
    {
        **_BOTH,
        "amount": Whole(0, price_params.UNIT_AMOUNT_MAX),
        "amount_decimal": Exact(),
        "currency": CurrencyCode(),
        "id": Text(),
        "interval": Text(choices=("day", "month", "week", "year")),
        "interval_count": Whole(1),
        "product": _NameOrData(),
        "usage_type": Text(choices=("licensed",)),
        **not_simulated("billing_scheme", "meter", "tiers", "tiers_mode", "transform_usage"),
    },
    required=("currency", "interval"),
)
_LIST = Fields({**CREATED_PAGE, "active": Flag(), "product": Text()})
_CADENCE = ("interval", "interval_count", "trial_period_days", "usage_type")


class Plans:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, Fields(_BOTH)),
            Endpoint("DELETE", one, self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        params = call.params
        given = params.get("product")
        owner = {"product": given} if isinstance(given, str) else {"product_data": given}
        asked = {
            "currency": params["currency"],
            "nickname": params.get("nickname"),
            "metadata": params.get("metadata") or {},
            "recurring": {name: params[name] for name in _CADENCE if name in params},
            **owner,
        }
        for ours, theirs in (("amount", "unit_amount"), ("amount_decimal", "unit_amount_decimal")):
            if ours in params:
                asked[theirs] = params[ours]
        price = catalog_prices.create(self._account, asked)
        if params.get("id"):
            price = self._renamed(price, params["id"])
        catalog_prices.tell_new(self._account, price, asked)
        return plan(price)

    def _renamed(self, price: JsonObject, key: str) -> JsonObject:
        if self._account.store.find("price", key) is not None:
            message = f"Plan already exists: {key}"
            raise errors.invalid(message, "id", "resource_already_exists")
        self._account.store.delete("price", price["id"])
        return self._account.store.save({**price, "id": key})

    def _find(self, key: str) -> JsonObject:
        price = self._account.store.find("price", key)
        if price is None or price["type"] != "recurring":
            raise errors.no_such("plan", key, "plan", 404)
        return price

    def _retrieve(self, call: Call) -> JsonObject:
        return plan(self._find(call.id))

    def _update(self, call: Call) -> JsonObject:
        before = self._find(call.id)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        days = changes.pop("trial_period_days", before["recurring"]["trial_period_days"])
        if "product" in changes:
            lookup.in_param(self._account, "product", changes["product"], "product")
        recurring = {**before["recurring"], "trial_period_days": days}
        after = self._account.store.save({**before, **changes, "recurring": recurring})
        catalog_prices.tell(self._account, after, "updated", before)
        return plan(after)

    def _delete(self, call: Call) -> JsonObject:
        before = self._find(call.id)
        self._account.store.delete("price", call.id)
        catalog_prices.tell(self._account, before, "deleted")
        return {"id": call.id, "object": "plan", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        prices = self._account.store.newest_first("price")
        rows = [plan(price) for price in prices if price["type"] == "recurring"]
        return page(where(rows, call.params, "active", "product"), call.params, _PATH)
