"""Keeping a payment method for later: whose it is, and what its bank has agreed to."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, methods
from emulators.stripe.payments.published_cards import Asks
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


def must_authenticate(account: Account, method: JsonObject, *, is_off_session: bool) -> bool:
    """Whether the card's bank wants to see its holder first (3-D Secure)."""
    asks = cards.by_number(methods.secret_number(account, method)).asks
    if asks is Asks.NEVER:
        return False
    if asks is Asks.ALWAYS or not is_off_session:
        return True
    is_set_up = account.store.find("authenticated", method["id"]) is not None
    return asks is Asks.UNLESS_SET_UP and not is_set_up


def authenticated(account: Account, method: JsonObject, intent: JsonObject) -> None:
    """Remember that the holder was there. `intent`: of a payment or a setup."""
    account.store.put("authenticated", method["id"], {"intent": intent["id"]})


def is_authenticated(account: Account, method: JsonObject, intent: JsonObject) -> bool:
    """Whether the holder was there for this very intent."""
    kept = account.store.find("authenticated", method["id"])
    return kept is not None and kept["intent"] == intent["id"]


def attach(account: Account, method: JsonObject, customer_id: str) -> JsonObject:
    """The method as one of the customer's; again is no news."""
    if method["customer"] == customer_id:
        return method
    method = account.store.save({**method, "customer": customer_id})
    account.events.emit("payment_method.attached", method)
    return method


def keep(account: Account, intent: JsonObject, method: JsonObject) -> None:
    """What `setup_future_usage` asks for, once the method has worked."""
    if intent["setup_future_usage"] and intent["customer"] and method["customer"] is None:
        attach(account, method, intent["customer"])


def check_owner(method: JsonObject, customer_id: str | None, kind: str) -> None:
    """A customer's method is for that customer. `kind`: PaymentIntent or SetupIntent."""
    owner = method["customer"]
    if owner is None or owner == customer_id:
        return
    if customer_id is None:
        message = (
            f"The payment method supplied ({method['id']}) belongs to the Customer {owner}. Please"
            f" include the Customer in the `customer` parameter on the {kind}."
        )
    else:
        message = (
            f"The PaymentMethod {method['id']} does not belong to the Customer you supplied"
            f" {customer_id}. Please use this PaymentMethod with the Customer that it belongs to"
            " instead."
        )
    raise errors.invalid(message, "payment_method")
