"""A new Checkout Session from what the shop asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from emulators.stripe.account import Account
from emulators.stripe.billing.tax import assessment, customer_ids
from emulators.stripe.billing.tax.assessment import Payer
from emulators.stripe.checkout import (
    collecting,
    line_items,
    pricing,
    session_discounts,
    shape,
    subscription_mode,
)
from emulators.stripe.payments import method_types
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

LIFETIME_MIN = timedelta(minutes=30)
LIFETIME_MAX = timedelta(hours=24)


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save the session, its line items and what its PaymentIntent is to carry."""
    _check(account, params)
    ends_at = expires_at(account, params)
    items = line_items.resolve(account, params["line_items"], params.get("currency"))
    subscription_mode.check(account, params, items)
    items = subscription_mode.due_now(account, params, items)
    currency = items[0]["currency"]
    wishes = session_discounts.wanted(account, params, items, currency)
    given_email = params.get("customer_email")
    session = shape.session(
        params,
        {
            "id": account.ids.new("cs_test"),
            "object": "checkout.session",
            **collecting.asked(account, params, currency),
            "created": account.now(),
            "currency": currency,
            "customer_details": shape.before_payment(given_email or known_email(account, params)),
            "expires_at": ends_at,
            "payment_method_configuration_details": account.payment_method_configuration(),
            "payment_method_types": method_types.offered(currency, params),
        },
    )
    if params["mode"] == "subscription":
        session["customer_creation"] = "always"
        session["payment_method_collection"] = params.get("payment_method_collection", "always")
    if session["customer"]:
        session["customer_creation"] = None
    account.store.put("checkout", session["id"], _kept(account, params, items))
    session = session_discounts.put_on(account, session, wishes)
    session = pricing.priced(account, session, known_payer(account, session))
    pricing.check(session)
    session = subscription_mode.with_setup(account, session)
    account.agenda.add("checkout.expire", session["id"], datetime.fromtimestamp(ends_at, UTC))
    return session


def _kept(account: Account, params: JsonObject, items: list[JsonObject]) -> JsonObject:
    """What the session itself does not show."""
    return {
        "items": items,
        "intent_data": params.get("payment_intent_data", {}),
        "tax_rates": line_items.tax_rates(account, params, items),
        "customer_update": params.get("customer_update", {}),
        "discounts": [],
        "subscription_data": params.get("subscription_data", {}),
    }


def _check(account: Account, params: JsonObject) -> None:
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise errors.not_simulated(f"`ui_mode={params['ui_mode']}`", "ui_mode")
    for required in ("success_url", "line_items"):
        if not params.get(required):
            raise errors.missing(required)
    check_parties(account, params)
    _check_customer_update(account, params)
    _check_merchant_of_record(params)


def check_parties(account: Account, params: JsonObject) -> None:
    """Refuse a customer that is not there, or two buyers."""
    if "customer" in params and "customer_email" in params:
        raise errors.exclusive("customer", "customer_email")
    if "customer" in params and account.store.find("customer", params["customer"]) is None:
        raise errors.no_such("customer", params["customer"], "customer", 400)


def _check_merchant_of_record(params: JsonObject) -> None:
    """Whoever lets Stripe sell in its own name has no say in the tax."""
    if not params.get("managed_payments", {}).get("enabled", False):
        return
    for name in ("automatic_tax", "tax_id_collection", "adaptive_pricing"):
        if params.get(name, {}).get("enabled", False):
            message = f"`{name}` cannot be used with `managed_payments`."
            raise errors.invalid(message, name)


def _check_customer_update(account: Account, params: JsonObject) -> None:
    allowed = params.get("customer_update", {})
    customer = account.store.find("customer", params.get("customer", ""))
    if customer is None:
        if allowed:
            message = "`customer_update` can only be used with `customer`."
            raise errors.invalid(message, "customer_update")
        return
    is_taxed = params.get("automatic_tax", {}).get("enabled", False)
    has_place = (customer["address"] or {}).get("country") is not None
    may_learn = "auto" in {allowed.get("address"), allowed.get("shipping")}
    if is_taxed and not has_place and not may_learn:
        raise errors.invalid(
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add"
            " one to the Customer or set either `customer_update[address]` to 'auto' or"
            " `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the"
            " Customer.",
            "automatic_tax",
            "customer_tax_location_invalid",
        )
    asks_for_tax_id = params.get("tax_id_collection", {}).get("enabled", False)
    if asks_for_tax_id and allowed.get("name") != "auto":
        raise errors.invalid(
            "Tax ID collection requires updating business name on the customer. To enable tax ID"
            " collection for an existing customer, please set `customer_update[name]` to `auto`.",
            "tax_id_collection",
        )


def known_payer(account: Account, session: JsonObject) -> Payer | None:
    """A customer's own address decides on the tax, unless the buyer may give another."""
    customer = account.store.find("customer", session["customer"] or "")
    if customer is None:
        return None
    ids = customer_ids.of(account, customer["id"])
    return assessment.payer(customer["address"], customer["tax_exempt"], ids)


def known_email(account: Account, params: JsonObject) -> str | None:
    customer = account.store.find("customer", params.get("customer", ""))
    return customer["email"] if customer else None


def expires_at(account: Account, params: JsonObject) -> int:
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
