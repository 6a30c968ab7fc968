"""/v1/customers/{id}/tax_ids."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.tax import customer_ids, tax_ids
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import LIMIT_DEFAULT, PAGE, listed, page
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

_PATH = "/v1/customers/{id}/tax_ids"
TAX_ID = Fields({"type": Text(), "value": Text()}, required=("type", "value"))


def create(account: Account, customer_id: str, data: JsonObject, at: str) -> JsonObject:
    """`at`: what a complaint calls the value."""
    tax_ids.check(data["type"], data["value"], at)
    return customer_ids.create(account, customer_id, data["type"], data["value"])


class CustomerTaxIds:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{part}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, TAX_ID),
            Endpoint("GET", _PATH, self._list, Fields(PAGE)),
            Endpoint("GET", one, self._retrieve),
            Endpoint("DELETE", one, self._delete),
        )

    def included(self, customer: JsonObject) -> JsonObject:
        """What `expand[]=tax_ids` gives on a customer."""
        rows = self._of(customer["id"])
        url = _PATH.format(id=customer["id"])
        return listed(rows[:LIMIT_DEFAULT], url, has_more=len(rows) > LIMIT_DEFAULT)

    def _create(self, call: Call) -> JsonObject:
        lookup.in_param(self._account, "customer", call.id, "customer")
        return create(self._account, call.id, call.params, "value")

    def _retrieve(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        row = lookup.in_path(self._account, "tax_id", call.part)
        if row.get("deleted") or row["customer"] != call.id:
            raise errors.no_such("tax_id", call.part, "id", 404)
        return row

    def _delete(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        self._account.store.delete("tax_id", call.part)
        self._account.events.emit("customer.tax_id.deleted", before)
        return {"id": call.part, "object": "tax_id", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        return page(self._of(call.id), call.params, _PATH.format(id=call.id))

    def _of(self, customer_id: str) -> list[JsonObject]:
        rows = self._account.store.newest_first("tax_id")
        return [row for row in rows if row["customer"] == customer_id]
