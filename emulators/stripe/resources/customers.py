"""/v1/customers."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.methods import NO_ADDRESS
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.addresses import ADDRESS, SHIPPING
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import EMAIL, Text

_PATH = "/v1/customers"
_BOTH: dict[str, Kind] = {
    "address": ADDRESS,
    "business_name": Text(150, clearable=True),
    "description": Text(clearable=True),
    "email": EMAIL,
    "individual_name": Text(150, clearable=True),
    "metadata": Metadata(),
    "name": Text(256, clearable=True),
    "phone": Text(20, clearable=True),
    "preferred_locales": Each(Text()),
    "shipping": SHIPPING,
    "tax_exempt": Text(choices=("exempt", "none", "reverse")),
    **not_simulated(
        "balance",
        "cash_balance",
        "invoice_prefix",
        "invoice_settings",
        "next_invoice_sequence",
        "source",
        "tax",
        "validate",
    ),
}
_CREATE = Fields({**_BOTH, **not_simulated("payment_method", "tax_id_data", "test_clock")})
_UPDATE = Fields({**_BOTH, **not_simulated("default_source")})
_LIST = Fields({**CREATED_PAGE, "email": Text()})


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save a customer, and tell of it."""
    customer = account.store.save(
        {
            "id": account.ids.new("cus"),
            "object": "customer",
            "balance": 0,
            "business_name": None,
            "created": account.now(),
            "currency": None,
            "customer_account": None,
            "default_source": None,
            "delinquent": False,
            "description": None,
            "discount": None,
            "email": None,
            "individual_name": None,
            "invoice_prefix": account.ids.text(8).upper(),
            "invoice_settings": {
                "custom_fields": None,
                "default_payment_method": None,
                "footer": None,
                "rendering_options": None,
            },
            "livemode": False,
            "name": None,
            "next_invoice_sequence": 1,
            "phone": None,
            "preferred_locales": [],
            "shipping": None,
            "tax_exempt": "none",
            "test_clock": None,
            **params,
            "address": _whole(params.get("address")),
            "metadata": merged({}, params),
        }
    )
    account.events.emit("customer.created", customer)
    return customer


def _whole(address: JsonObject | None) -> JsonObject | None:
    return None if address is None else {**NO_ADDRESS, **address}


class Customers:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("DELETE", one, self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        return create(self._account, call.params)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "customer", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_param(self._account, "customer", call.id, "id")
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        if "address" in call.params:
            changes["address"] = _whole(call.params["address"])
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("customer.updated", after, before)
        return after

    def _delete(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "customer", call.id)
        gone = {"id": call.id, "object": "customer", "deleted": True}
        self._account.store.save(gone)
        self._account.events.emit("customer.deleted", before)
        return gone

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("customer")
        alive = [row for row in rows if not row.get("deleted")]
        return page(where(alive, call.params, "email"), call.params, _PATH)
