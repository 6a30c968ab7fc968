"""Discounts on a session: those the shop gives, and those a buyer asks for by a code."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import discounts, promotions
from emulators.stripe.billing.discounts import Wish
from emulators.stripe.billing.promotions import Purchase
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.errors import StripeError

DISCOUNTS_MAX = 1
"""Per session, as Stripe has it today."""


def wanted(
    account: Account, params: JsonObject, items: list[JsonObject], currency: str
) -> list[Wish]:
    """What the shop's `discounts` name."""
    given = params.get("discounts", [])
    if given and "allow_promotion_codes" in params:
        raise errors.exclusive("allow_promotion_codes", "discounts")
    if len(given) > DISCOUNTS_MAX:
        message = f"Array discounts exceeded maximum {DISCOUNTS_MAX} elements."
        raise errors.invalid(message, "discounts")
    subtotal = sum(item["amount_subtotal"] for item in items)
    purchase = Purchase(subtotal, currency, params.get("customer"))
    return discounts.wishes(account, given, currency, purchase)


def put_on(account: Account, session: JsonObject, wishes: list[Wish]) -> JsonObject:
    """The session with these discounts and no others. It is to be priced again."""
    owner = {"checkout_session": session["id"]}
    running = [discounts.create(account, wish, owner, account.now())["id"] for wish in wishes]
    kept = account.store.get("checkout", session["id"])
    account.store.put("checkout", session["id"], {**kept, "discounts": running})
    shown = [
        {"coupon": wish.coupon["id"], "promotion_code": wish.promotion_code} for wish in wishes
    ]
    return {**session, "discounts": shown}


def asked_for(account: Account, session: JsonObject, code: str) -> list[Wish] | None:
    """What the code that a buyer typed is good for; None: nothing."""
    promotion = promotions.by_code(account, code)
    if promotion is None:
        return None
    given = [{"promotion_code": promotion["id"]}]
    currency = session["currency"]
    purchase = Purchase(session["amount_subtotal"], currency, session["customer"])
    try:
        return discounts.wishes(account, given, currency, purchase)
    except StripeError:
        return None


def redeem(account: Account, session_id: str) -> None:
    """The session is complete: its discounts count as used."""
    for key in account.store.get("checkout", session_id)["discounts"]:
        discounts.redeem(account, account.store.get("discount", key))
