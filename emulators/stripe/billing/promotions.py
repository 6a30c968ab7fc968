"""Promotion codes: what a buyer may type, and for whom and how long it counts."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a promotion code is to be used for."""

    subtotal_minor: int
    currency: str
    customer: str | None


def by_code(account: Account, code: str) -> JsonObject | None:
    """The active promotion code that a buyer typed, in whatever case."""
    for promotion in account.store.newest_first("promotion_code"):
        if promotion["active"] and promotion["code"].lower() == code.strip().lower():
            return promotion
    return None


def check_usable(
    account: Account, promotion: JsonObject, purchase: Purchase | None, param: str
) -> None:
    """`purchase`: None where the amount is not known yet."""
    if not is_alive(account, promotion):
        message = "This promotion code cannot be redeemed because it has expired or is inactive."
        raise errors.invalid(message, param, "promotion_code_expired")
    if purchase is None:
        return
    reason = _why_not(account, promotion, purchase)
    if reason:
        message = f"This promotion code cannot be redeemed because {reason}."
        raise errors.invalid(message, param, "customer_not_eligible_for_promotion_code")


def is_alive(account: Account, promotion: JsonObject) -> bool:
    """A code whose time has come or whose uses are used up is no longer active."""
    ends_at, most = promotion["expires_at"], promotion["max_redemptions"]
    in_time = ends_at is None or account.now() < ends_at
    has_uses = most is None or promotion["times_redeemed"] < most
    return bool(promotion["active"]) and in_time and has_uses


def redeem(account: Account, promotion_id: str) -> None:
    before = account.store.get("promotion_code", promotion_id)
    after = {**before, "times_redeemed": before["times_redeemed"] + 1}
    after["active"] = is_alive(account, after)
    account.events.emit("promotion_code.updated", account.store.save(after), before)


def _why_not(account: Account, promotion: JsonObject, purchase: Purchase) -> str:
    rules = promotion["restrictions"]
    if promotion["customer"] and promotion["customer"] != purchase.customer:
        return "it belongs to another customer"
    minimum = _minimum(rules, purchase.currency)
    if minimum is not None and purchase.subtotal_minor < minimum:
        return f"the order does not reach the minimum amount of {minimum} {purchase.currency}"
    if rules["first_time_transaction"] and has_bought(account, purchase.customer):
        return "the associated customer has prior transactions"
    return ""


def _minimum(rules: JsonObject, currency: str) -> int | None:
    if rules["minimum_amount"] is not None and rules["minimum_amount_currency"] == currency:
        return int(rules["minimum_amount"])
    option = rules.get("currency_options", {}).get(currency)
    return None if option is None else int(option["minimum_amount"])


def has_bought(account: Account, customer: str | None) -> bool:
    charges = account.store.newest_first("charge")
    return customer is not None and any(
        charge["customer"] == customer and charge["paid"] for charge in charges
    )
