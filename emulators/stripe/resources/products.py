"""/v1/products."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import catalog_prices, catalog_products
from emulators.stripe.resources import lookup
from emulators.stripe.resources.price_params import DEFAULT_PRICE_DATA
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Flag, Text

_PATH = "/v1/products"
_BOTH: dict[str, Kind] = {
    "active": Flag(),
    "description": Text(clearable=True),
    "images": Each(Text(), length_max=8),
    "marketing_features": Each(Fields({"name": Text(80)}, required=("name",)), length_max=15),
    "metadata": Metadata(),
    "name": Text(),
    "shippable": Flag(),
    "statement_descriptor": Text(22),
    "tax_code": Text(clearable=True),
    "unit_label": Text(12, clearable=True),
    "url": Text(clearable=True),
    **not_simulated("package_dimensions", "tax_details"),
}
_CREATE = Fields(
    {
        **_BOTH,
        "id": Text(),
        "type": Text(choices=("good", "service")),
        "default_price_data": DEFAULT_PRICE_DATA,
    },
    required=("name",),
)
_UPDATE = Fields({**_BOTH, "default_price": Text()})
_LIST = Fields({**CREATED_PAGE, "active": Flag(), "ids": Each(Text()), "shippable": Flag()})


class Products:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
            Endpoint("POST", f"{_PATH}/{{id}}", self._update, _UPDATE),
            Endpoint("DELETE", f"{_PATH}/{{id}}", self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        key = call.params.get("id", "")
        if self._account.store.find("product", key) is not None:
            message = f"Product already exists: {key}"
            raise errors.invalid(message, "id", "resource_already_exists")
        params = dict(call.params)
        price_data = params.pop("default_price_data", None)
        product = catalog_products.create(self._account, params)
        price = None
        if price_data is not None:
            of_it = {**price_data, "product": product["id"]}
            price = catalog_prices.create(self._account, of_it, "default_price_data[{}]")
            product = self._account.store.save({**product, "default_price": price["id"]})
        self._account.events.emit("product.created", product)
        if price is not None:
            catalog_prices.tell(self._account, price, "created")
        return product

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "product", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "product", call.id)
        if "default_price" in call.params:
            key = call.params["default_price"]
            price = lookup.in_param(self._account, "price", key, "default_price")
            if price["product"] != call.id or not price["active"]:
                message = f"The price {key} is not an active price of this product."
                raise errors.invalid(message, "default_price")
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        after = self._account.store.save({**before, **changes, "updated": self._account.now()})
        self._account.events.emit("product.updated", after, before)
        return after

    def _delete(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "product", call.id)
        prices = self._account.store.newest_first("price")
        if any(price["product"] == call.id for price in prices):
            message = (
                "This product cannot be deleted because it has one or more user-created prices."
            )
            raise errors.invalid(message)
        self._account.store.delete("product", call.id)
        self._account.events.emit("product.deleted", before)
        return {"id": call.id, "object": "product", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        rows = where(
            self._account.store.newest_first("product"), call.params, "active", "shippable"
        )
        ids = call.params.get("ids")
        return page([row for row in rows if not ids or row["id"] in ids], call.params, _PATH)
