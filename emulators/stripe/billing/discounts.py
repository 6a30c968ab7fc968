"""Discounts: a coupon at work on a session, a subscription, an invoice, a line or a customer."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.billing import coupons, promotions
from emulators.stripe.billing.calendar import add_months
from emulators.stripe.billing.promotions import Purchase
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Each, Fields
from emulators.stripe.wire.values import Text

DISCOUNTS = Each(
    Fields({"coupon": Text(), "discount": Text(), "promotion_code": Text()}), length_max=20
)
SESSION_DISCOUNTS = Each(Fields({"coupon": Text(), "promotion_code": Text()}))


@dataclass(frozen=True, slots=True)
class Wish:
    """A coupon to apply, and the promotion code it came by."""

    coupon: JsonObject
    promotion_code: str | None = None
    existing: JsonObject | None = None
    """A discount that already runs and is to be kept."""


def wishes(
    account: Account,
    given: list[JsonObject],
    currency: str | None,
    purchase: Purchase | None,
    param: str = "discounts",
) -> list[Wish]:
    """What `discounts` names, or the complaint about what cannot be used."""
    return [
        _wish(account, one, currency, purchase, f"{param}[{place}]")
        for place, one in enumerate(given)
    ]


def create(account: Account, wish: Wish, owner: JsonObject, now: int) -> JsonObject:
    """Save a discount. `owner`: the fields that say what it works on, such as `customer`."""
    coupon = wish.coupon
    months = coupon["duration_in_months"] if coupon["duration"] == "repeating" else None
    return account.store.save(
        {
            "id": account.ids.new("di"),
            "object": "discount",
            "checkout_session": None,
            "customer": None,
            "customer_account": None,
            "end": add_months(now, months) if months else None,
            "invoice": None,
            "invoice_item": None,
            "promotion_code": wish.promotion_code,
            "source": {"coupon": coupon["id"], "type": "coupon"},
            "start": now,
            "subscription": None,
            "subscription_item": None,
            **owner,
        }
    )


def redeem(account: Account, discount: JsonObject) -> None:
    coupons.redeem(account, discount["source"]["coupon"])
    if discount["promotion_code"]:
        promotions.redeem(account, discount["promotion_code"])


def coupon_of(account: Account, discount: JsonObject) -> JsonObject:
    return account.store.get("coupon", discount["source"]["coupon"])


def _wish(
    account: Account,
    one: JsonObject,
    currency: str | None,
    purchase: Purchase | None,
    param: str,
) -> Wish:
    if len(one) != 1:
        raise errors.exclusive(*(f"{param}[{name}]" for name in ("coupon", "promotion_code")))
    if "discount" in one:
        running = lookup.in_param(account, "discount", one["discount"], f"{param}[discount]")
        return Wish(coupon_of(account, running), running["promotion_code"], running)
    if "coupon" in one:
        coupon = lookup.in_param(account, "coupon", one["coupon"], f"{param}[coupon]")
        coupons.check_usable(account, coupon, currency, f"{param}[coupon]")
        return Wish(coupon)
    at = f"{param}[promotion_code]"
    promotion = lookup.in_param(account, "promotion_code", one["promotion_code"], at)
    promotions.check_usable(account, promotion, purchase, at)
    coupon = account.store.get("coupon", promotion["promotion"]["coupon"])
    coupons.check_usable(account, coupon, currency, at)
    return Wish(coupon, promotion["id"])
