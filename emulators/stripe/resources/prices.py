"""/v1/prices: what one unit of a product costs."""

from __future__ import annotations

from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import lookup, products
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Exact, Flag, Text, Whole

_PATH = "/v1/prices"
_UNIT_AMOUNT_MAX = 999_999_999_999
_BOTH: dict[str, Kind] = {
    "active": Flag(),
    "lookup_key": Text(200),
    "metadata": Metadata(),
    "nickname": Text(),
    "tax_behavior": Text(choices=("exclusive", "inclusive", "unspecified")),
    "transfer_lookup_key": Flag(),
    **not_simulated("currency_options"),
}
_CREATE = Fields(
    {
        **_BOTH,
        "billing_scheme": Text(choices=("per_unit",)),
        "currency": CurrencyCode(),
        "product": Text(),
        "product_data": Fields(
            {
                "active": Flag(),
                "id": Text(),
                "metadata": Metadata(),
                "name": Text(),
                "statement_descriptor": Text(22),
                "tax_code": Text(),
                "unit_label": Text(12),
            },
            required=("name",),
        ),
        "unit_amount": Whole(0, _UNIT_AMOUNT_MAX),
        "unit_amount_decimal": Exact(),
        **not_simulated(
            "custom_unit_amount", "recurring", "tiers", "tiers_mode", "transform_quantity"
        ),
    },
    required=("currency",),
)
_UPDATE = Fields(_BOTH)
_LIST = Fields(
    {
        **CREATED_PAGE,
        "active": Flag(),
        "currency": CurrencyCode(),
        "lookup_keys": Each(Text(), length_max=10),
        "product": Text(),
        "type": Text(choices=("one_time", "recurring")),
    }
)


def inline(account: Account, data: JsonObject, at: str) -> JsonObject:
    """The price behind `price_data`: used once, so neither it nor its product is active."""
    product_data = data.get("product_data")
    if product_data is not None:
        product_data = {**product_data, "active": False}
    return _create(account, {**data, "product_data": product_data, "active": False}, f"{at}[{{}}]")


def _create(account: Account, params: JsonObject, at: str) -> JsonObject:
    """`at`: what a complaint calls the parameters, such as `line_items[0][price_data][{}]`."""
    amount = _amount(params, at)
    product = _product(account, params, at)
    return account.store.save(
        {
            "id": account.ids.new("price"),
            "object": "price",
            "active": params.get("active", True),
            "billing_scheme": "per_unit",
            "created": account.now(),
            "currency": params["currency"],
            "custom_unit_amount": None,
            "livemode": False,
            "lookup_key": params.get("lookup_key"),
            "metadata": merged({}, params),
            "nickname": params.get("nickname"),
            "product": product["id"],
            "recurring": None,
            "tax_behavior": params.get("tax_behavior", "unspecified"),
            "tiers_mode": None,
            "transform_quantity": None,
            "type": "one_time",
            "unit_amount": int(amount) if amount == amount.to_integral_value() else None,
            "unit_amount_decimal": str(amount),
        }
    )


def _amount(params: JsonObject, at: str) -> Decimal:
    if "unit_amount" in params and "unit_amount_decimal" in params:
        raise errors.exclusive(at.format("unit_amount"), at.format("unit_amount_decimal"))
    if "unit_amount" in params:
        return Decimal(params["unit_amount"])
    if "unit_amount_decimal" in params:
        return Decimal(params["unit_amount_decimal"])
    raise errors.missing(at.format("unit_amount"))


def _product(account: Account, params: JsonObject, at: str) -> JsonObject:
    if params.get("product") and params.get("product_data"):
        raise errors.exclusive(at.format("product"), at.format("product_data"))
    if params.get("product"):
        return lookup.in_param(account, "product", params["product"], at.format("product"))
    if params.get("product_data"):
        return products.create(account, params["product_data"])
    raise errors.missing(at.format("product"))


class Prices:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
            Endpoint("POST", f"{_PATH}/{{id}}", self._update, _UPDATE),
        )

    def _create(self, call: Call) -> JsonObject:
        self._free_lookup_key(call.params)
        price = _create(self._account, call.params, "{}")
        self._account.events.emit("price.created", price)
        return price

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "price", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "price", call.id)
        self._free_lookup_key(call.params)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        changes.pop("transfer_lookup_key", None)
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("price.updated", after, before)
        return after

    def _list(self, call: Call) -> JsonObject:
        prices = self._account.store.newest_first("price")
        rows = where(prices, call.params, "active", "currency", "product", "type")
        keys = call.params.get("lookup_keys")
        return page(
            [row for row in rows if not keys or row["lookup_key"] in keys], call.params, _PATH
        )

    def _free_lookup_key(self, params: JsonObject) -> None:
        """A lookup key belongs to one price; `transfer_lookup_key` takes it from the other."""
        key = params.get("lookup_key")
        if key is None:
            return
        holders = [
            row for row in self._account.store.newest_first("price") if row["lookup_key"] == key
        ]
        if not holders:
            return
        if not params.get("transfer_lookup_key"):
            message = f"A price (`{holders[0]['id']}`) already uses that lookup key."
            raise errors.invalid(message, "lookup_key")
        self._account.store.save({**holders[0], "lookup_key": None})
