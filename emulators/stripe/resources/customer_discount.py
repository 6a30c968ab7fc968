"""A customer's own discount: `coupon` on customers, as before endive, and its removal."""

from __future__ import annotations

from collections.abc import Mapping

from emulators.stripe.account import Account
from emulators.stripe.billing import coupons, discounts
from emulators.stripe.billing.discounts import Wish
from emulators.stripe.billing.timeline import CLOCK_KIND
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.params import Kind
from emulators.stripe.wire.values import Text

OLDER: Mapping[str, Kind] = {"coupon": Text(clearable=True)}
"""Only a call that names no version may say it: later versions discount what is sold instead."""


def wish(account: Account, coupon_id: str | None) -> Wish | None:
    """The coupon, if it can be used; None if none is asked for."""
    if coupon_id is None:
        return None
    coupon = lookup.in_param(account, "coupon", coupon_id, "coupon")
    coupons.check_usable(account, coupon, None, "coupon")
    return Wish(coupon)


def give(account: Account, customer: JsonObject, wanted: Wish) -> JsonObject:
    """A new customer with its first discount, and the news of it."""
    discount = _create(account, customer, wanted)
    after = account.store.save({**customer, "discount": discount})
    account.events.emit("customer.discount.created", discount)
    return after


def changed(account: Account, customer: JsonObject, coupon_id: str | None) -> JsonObject:
    """The `discount` of a customer that is switched to a coupon; None takes the old one off."""
    wanted, old = wish(account, coupon_id), customer["discount"]
    if wanted is None:
        return {} if old is None else _taken_off(account, old)
    discount = _create(account, customer, wanted)
    if old is None:
        account.events.emit("customer.discount.created", discount)
    else:
        account.events.emit("customer.discount.updated", discount, old)
    return {"discount": discount}


class CustomerDiscount:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (Endpoint("DELETE", "/v1/customers/{id}/discount", self._delete),)

    def _delete(self, call: Call) -> JsonObject:
        customer = lookup.in_path(self._account, "customer", call.id)
        discount = customer["discount"]
        if discount is None:
            raise errors.no_such("discount", call.id, "id", 404)
        changes = _taken_off(self._account, discount)
        after = self._account.store.save({**customer, **changes})
        self._account.events.emit("customer.updated", after, customer)
        return {**discount, "deleted": True}


def _create(account: Account, customer: JsonObject, wanted: Wish) -> JsonObject:
    clock = account.store.find(CLOCK_KIND, customer["test_clock"] or "")
    now = account.now() if clock is None else clock["frozen_time"]
    discount = discounts.create(account, wanted, {"customer": customer["id"]}, now)
    discounts.redeem(account, discount)
    return discount


def _taken_off(account: Account, discount: JsonObject) -> JsonObject:
    account.events.emit("customer.discount.deleted", discount)
    return {"discount": None}
