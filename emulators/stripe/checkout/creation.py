"""A new Checkout Session from what the shop asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from emulators.stripe.account import Account
from emulators.stripe.checkout import line_items, shape
from emulators.stripe.payments import currencies, method_types
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

LIFETIME_MIN = timedelta(minutes=30)
LIFETIME_MAX = timedelta(hours=24)


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save the session, its line items and what its PaymentIntent is to carry."""
    _check(account, params)
    expires_at = _expires_at(account, params)
    items = line_items.resolve(account, params["line_items"], params.get("currency"))
    currency = items[0]["currency"]
    total = sum(item["amount_total"] for item in items)
    if total > 0:
        what = "The Checkout Session's total amount due"
        currencies.check_charge(total, currency, "line_items", what)
    given_email = params.get("customer_email")
    session = shape.session(
        params,
        {
            "id": account.ids.new("cs_test"),
            "object": "checkout.session",
            "amount_subtotal": total,
            "amount_total": total,
            "created": account.now(),
            "currency": currency,
            "customer_details": shape.before_payment(given_email or _known_email(account, params)),
            "expires_at": expires_at,
            "payment_method_configuration_details": account.payment_method_configuration(),
            "payment_method_types": method_types.offered(currency, params),
        },
    )
    if session["customer"]:
        session["customer_creation"] = None
    kept = {"items": items, "intent_data": params.get("payment_intent_data", {})}
    account.store.put("checkout", session["id"], kept)
    account.agenda.add("checkout.expire", session["id"], datetime.fromtimestamp(expires_at, UTC))
    return session


def _check(account: Account, params: JsonObject) -> None:
    if params["mode"] != "payment":
        raise errors.not_simulated(f"`mode={params['mode']}`", "mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise errors.not_simulated(f"`ui_mode={params['ui_mode']}`", "ui_mode")
    for required in ("success_url", "line_items"):
        if not params.get(required):
            raise errors.missing(required)
    if "customer" in params and "customer_email" in params:
        raise errors.exclusive("customer", "customer_email")
    if "customer" in params and account.store.find("customer", params["customer"]) is None:
        raise errors.no_such("customer", params["customer"], "customer", 400)


def _known_email(account: Account, params: JsonObject) -> str | None:
    customer = account.store.find("customer", params.get("customer", ""))
    return customer["email"] if customer else None


def _expires_at(account: Account, params: JsonObject) -> int:
    now = account.now()
    expires_at = int(params.get("expires_at", now + LIFETIME_MAX.total_seconds()))
    if expires_at < now + LIFETIME_MIN.total_seconds():
        limit = "at least 30 minutes"
    elif expires_at > now + LIFETIME_MAX.total_seconds():
        limit = "less than 24 hours"
    else:
        return expires_at
    message = f"The `expires_at` timestamp must be {limit} from Checkout Session creation."
    raise errors.invalid(message, "expires_at")
