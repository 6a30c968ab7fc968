"""What a coupon takes off, and whether it still may."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import rounding
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

EXPIRE = "coupon.expire"
DETAILS = "coupon_details"
"""What of a coupon is only shown when asked for: `applies_to` and `currency_options`."""


def details(account: Account, coupon_id: str) -> JsonObject:
    return account.store.find(DETAILS, coupon_id) or {"applies_to": None, "currency_options": {}}


def applies_to(account: Account, coupon: JsonObject, product_id: str) -> bool:
    scope = details(account, coupon["id"])["applies_to"]
    return scope is None or product_id in scope["products"]


def taken_off(account: Account, coupon: JsonObject, amount: int, currency: str) -> int:
    """How much of `amount`, which is what the coupon applies to, is taken off."""
    if coupon["percent_off"] is not None:
        return rounding.half_up(amount * Decimal(str(coupon["percent_off"])) / 100)
    fixed = _fixed(account, coupon, currency)
    return min(amount, fixed or 0)


def check_usable(account: Account, coupon: JsonObject, currency: str | None, param: str) -> None:
    """`currency`: None if it is not known yet."""
    if not coupon["valid"] or coupon.get("deleted"):
        raise errors.invalid(f"Coupon expired: {coupon['id']}", param, "coupon_expired")
    if coupon["percent_off"] is None and currency and _fixed(account, coupon, currency) is None:
        message = (
            f"The coupon {coupon['id']} is in {coupon['currency']} and cannot be used for an"
            f" amount in {currency}."
        )
        raise errors.invalid(message, param)


def redeem(account: Account, coupon_id: str) -> None:
    """Count one more use, and tell of it."""
    before = account.store.get("coupon", coupon_id)
    after = {**before, "times_redeemed": before["times_redeemed"] + 1}
    after["valid"] = before["valid"] and _has_uses_left(after)
    account.events.emit("coupon.updated", account.store.save(after), before)


def watch_expiry(account: Account) -> None:
    """A coupon stops being valid by itself when its `redeem_by` has come."""
    account.agenda.on(EXPIRE, lambda key: _expire(account, key))


def expire_at(account: Account, coupon: JsonObject) -> None:
    if coupon["redeem_by"] is not None:
        instant = datetime.fromtimestamp(coupon["redeem_by"], UTC)
        account.agenda.add(EXPIRE, coupon["id"], instant)


def _expire(account: Account, key: str) -> None:
    account.store.save({**account.store.get("coupon", key), "valid": False})


def _fixed(account: Account, coupon: JsonObject, currency: str) -> int | None:
    if currency == coupon["currency"]:
        return int(coupon["amount_off"])
    option = details(account, coupon["id"])["currency_options"].get(currency)
    return None if option is None else int(option["amount_off"])


def _has_uses_left(coupon: JsonObject) -> bool:
    most = coupon["max_redemptions"]
    return most is None or coupon["times_redeemed"] < most
