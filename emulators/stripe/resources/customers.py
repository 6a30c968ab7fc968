"""/v1/customers."""

from __future__ import annotations

import re

from emulators.stripe.account import Account
from emulators.stripe.billing import test_clocks
from emulators.stripe.payments import saving
from emulators.stripe.payments.cash import Cash
from emulators.stripe.payments.ledger import DEFAULT_CURRENCY
from emulators.stripe.payments.methods import NO_ADDRESS
from emulators.stripe.resources import (
    customer_discount,
    customer_tax_ids,
    lookup,
    payment_methods,
)
from emulators.stripe.resources.customer_tax_ids import TAX_ID
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.addresses import ADDRESS, SHIPPING
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import EMAIL, Pattern, Text, Whole

_PATH = "/v1/customers"
_PREFIX = Pattern(
    re.compile(r"[A-Z0-9]{3,12}"), "The invoice prefix must be 3 to 12 capital letters or digits."
)
_INVOICE_SETTINGS = Fields(
    {
        "custom_fields": Each(
            Fields({"name": Text(40), "value": Text(140)}, required=("name", "value")), length_max=4
        ),
        "default_payment_method": Text(clearable=True),
        "footer": Text(clearable=True),
        **not_simulated("rendering_options"),
    }
)
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
    "balance": Whole(),
    "invoice_prefix": _PREFIX,
    "invoice_settings": _INVOICE_SETTINGS,
    "next_invoice_sequence": Whole(1),
    **not_simulated("cash_balance", "source", "tax", "validate"),
}
_CREATE = Fields(
    {**_BOTH, "payment_method": Text(), "tax_id_data": Each(TAX_ID), "test_clock": Text()}
)
_UPDATE = Fields({**_BOTH, "default_source": Text()})
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
            "invoice_settings": _NO_SETTINGS,
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


_NO_SETTINGS: JsonObject = {
    "custom_fields": None,
    "default_payment_method": None,
    "footer": None,
    "rendering_options": None,
}


def _whole(address: JsonObject | None) -> JsonObject | None:
    return None if address is None else {**NO_ADDRESS, **address}


class Customers:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE, older=customer_discount.OLDER),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE, older=customer_discount.OLDER),
            Endpoint("DELETE", one, self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        params = {**call.params, **test_clocks.joining(self._account, call.params)}
        wish = customer_discount.wish(self._account, params.pop("coupon", None))
        tax_ids = params.pop("tax_id_data", [])
        key = params.pop("payment_method", None)
        method = key and payment_methods.find(self._account, key, "payment_method")
        settings = params.get("invoice_settings", {})
        default = settings.get("default_payment_method")
        if default is not None and default not in {key, method["id"] if method else None}:
            raise _not_attached(default)
        if method:
            settings = {**settings, "default_payment_method": method["id"] if default else None}
        params |= {"invoice_settings": {**_NO_SETTINGS, **settings}, **_currency(params)}
        customer = create(self._account, params)
        if method:
            saving.attach(self._account, method, customer["id"])
        for place, tax_id in enumerate(tax_ids):
            at = f"tax_id_data[{place}][value]"
            customer_tax_ids.create(self._account, customer["id"], tax_id, at)
        return customer_discount.give(self._account, customer, wish) if wish else customer

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "customer", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_param(self._account, "customer", call.id, "id")
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        if "coupon" in changes:
            changes |= customer_discount.changed(self._account, before, changes.pop("coupon"))
        if "address" in call.params:
            changes["address"] = _whole(call.params["address"])
        if "invoice_settings" in call.params:
            changes["invoice_settings"] = self._settings(before, call.params["invoice_settings"])
        if before["currency"] is None:
            changes |= _currency(call.params)
        if "default_source" in changes:
            lookup.in_param(self._account, "card", changes["default_source"], "default_source")
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("customer.updated", after, before)
        return after

    def _delete(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "customer", call.id)
        if any((Cash(self._account).balance(call.id)["available"] or {}).values()):
            raise errors.invalid("You cannot delete a customer with a cash balance.")
        gone = {"id": call.id, "object": "customer", "deleted": True}
        self._account.store.save(gone)
        for method in self._account.store.newest_first("payment_method"):
            if method["customer"] == call.id:
                self._account.store.save({**method, "customer": None})
        self._account.events.emit("customer.deleted", before)
        return gone

    def _settings(self, customer: JsonObject, given: JsonObject) -> JsonObject:
        """The customer's settings after those that are given."""
        key = given.get("default_payment_method")
        if key is not None:
            method = self._account.store.find("payment_method", key)
            if method is None or method["customer"] != customer["id"]:
                raise _not_attached(key)
        return {**customer["invoice_settings"], **given}

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("customer")
        alive = [row for row in rows if not row.get("deleted")]
        return page(where(alive, call.params, "email"), call.params, _PATH)


def _currency(params: JsonObject) -> JsonObject:
    """A customer that is owed something, or owes it, has a currency."""
    return {"currency": DEFAULT_CURRENCY} if params.get("balance") else {}


def _not_attached(key: str) -> errors.StripeError:
    return errors.invalid(
        f"The customer does not have a payment method with the ID {key}. The payment method must"
        " be attached to the customer.",
        "invoice_settings[default_payment_method]",
        "resource_missing",
    )
