"""/v1/products."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
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
        **not_simulated("default_price_data"),
    },
    required=("name",),
)
_UPDATE = Fields({**_BOTH, "default_price": Text()})
_LIST = Fields({**CREATED_PAGE, "active": Flag(), "ids": Each(Text()), "shippable": Flag()})


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save a product, and tell nobody."""
    now = account.now()
    return account.store.save(
        {
            "id": params.get("id") or account.ids.new("prod"),
            "object": "product",
            "active": True,
            "created": now,
            "default_price": None,
            "description": None,
            "images": [],
            "livemode": False,
            "marketing_features": [],
            "name": "",
            "package_dimensions": None,
            "shippable": None,
            "statement_descriptor": None,
            "tax_code": None,
            "tax_details": None,
            "type": "service",
            "unit_label": None,
            "updated": now,
            "url": None,
            **params,
            "metadata": merged({}, params),
        }
    )


class Products:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
            Endpoint("POST", f"{_PATH}/{{id}}", self._update, _UPDATE),
        )

    def _create(self, call: Call) -> JsonObject:
        key = call.params.get("id", "")
        if self._account.store.find("product", key) is not None:
            message = f"Product already exists: {key}"
            raise errors.invalid(message, "id", "resource_already_exists")
        product = create(self._account, call.params)
        self._account.events.emit("product.created", product)
        return product

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "product", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "product", call.id)
        if "default_price" in call.params:
            lookup.in_param(self._account, "price", call.params["default_price"], "default_price")
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        after = self._account.store.save({**before, **changes, "updated": self._account.now()})
        self._account.events.emit("product.updated", after, before)
        return after

    def _list(self, call: Call) -> JsonObject:
        rows = where(
            self._account.store.newest_first("product"), call.params, "active", "shippable"
        )
        ids = call.params.get("ids")
        return page([row for row in rows if not ids or row["id"] in ids], call.params, _PATH)
