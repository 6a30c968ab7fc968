"""/v1/prices: what one unit of a product costs."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts, catalog_prices
from emulators.stripe.resources import lookup, price_params
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import page, where
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/prices"


class Prices:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, price_params.CREATE),
            Endpoint("GET", _PATH, self._list, price_params.LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
            Endpoint("POST", f"{_PATH}/{{id}}", self._update, price_params.UPDATE),
        )

    def _create(self, call: Call) -> JsonObject:
        self._free_lookup_key(call.params)
        price = catalog_prices.create(self._account, call.params)
        catalog_prices.tell_new(self._account, price, call.params)
        return price

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "price", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "price", call.id)
        self._check_update(before, call.params)
        self._free_lookup_key(call.params)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        changes.pop("transfer_lookup_key", None)
        if changes.pop("currency_options", None) is not None:
            details = amounts.details(self._account, before["id"])
            added = catalog_prices.options(call.params, "{}")
            merged_options = {**details["currency_options"], **added}
            kept = {**details, "currency_options": merged_options}
            self._account.store.put(amounts.DETAILS, before["id"], kept)
        after = self._account.store.save({**before, **changes})
        catalog_prices.tell(self._account, after, "updated", before)
        return after

    def _check_update(self, before: JsonObject, changes: JsonObject) -> None:
        behavior = changes.get("tax_behavior", before["tax_behavior"])
        if before["tax_behavior"] not in {"unspecified", behavior}:
            message = "The `tax_behavior` of a price cannot be changed once it is set."
            raise errors.invalid(message, "tax_behavior")
        product = self._account.store.get("product", before["product"])
        if changes.get("active") is False and product.get("default_price") == before["id"]:
            message = (
                "This price cannot be archived because it is the default price of its product."
            )
            raise errors.invalid(message, "active")

    def _list(self, call: Call) -> JsonObject:
        prices = self._account.store.newest_first("price")
        rows = where(prices, call.params, "active", "currency", "product", "type")
        keys = call.params.get("lookup_keys")
        cadence = call.params.get("recurring", {})
        found = [
            row
            for row in rows
            if (not keys or row["lookup_key"] in keys)
            and all((row["recurring"] or {}).get(name) == cadence[name] for name in cadence)
        ]
        return page(found, call.params, _PATH)

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
