"""Sessions in `setup` mode: they keep a payment method and take no money."""

from __future__ import annotations

from datetime import UTC, datetime

from emulators.stripe.account import Account
from emulators.stripe.checkout import collecting, creation, shape
from emulators.stripe.payments import method_types, setup_intents
from emulators.stripe.payments.payments import Challenge
from emulators.stripe.payments.setups import Setups
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

_NOT_HERE = (
    "allow_promotion_codes",
    "automatic_tax",
    "discounts",
    "line_items",
    "payment_intent_data",
    "shipping_options",
)


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save the session and its SetupIntent."""
    for name in _NOT_HERE:
        if params.get(name):
            message = f"You can not pass `{name}` in `setup` mode."
            raise errors.invalid(message, name)
    if "currency" not in params and "allowed_payment_method_types" not in params:
        raise errors.missing("currency")
    creation.check_parties(account, params)
    expires_at = creation.expires_at(account, params)
    currency = params.get("currency")
    email = params.get("customer_email") or creation.known_email(account, params)
    computed = {
        "id": account.ids.new("cs_test"),
        "object": "checkout.session",
        **collecting.asked(account, params, currency or ""),
        "amount_subtotal": None,
        "amount_total": None,
        "created": account.now(),
        "currency": currency,
        "customer_details": shape.before_payment(email),
        "expires_at": expires_at,
        "payment_method_collection": "always",
        "payment_method_configuration_details": account.payment_method_configuration(),
        "payment_method_types": method_types.offered(currency or "eur", params),
        "payment_status": "no_payment_required",
        "total_details": None,
    }
    session = shape.session(params, computed)
    if session["customer"]:
        session["customer_creation"] = None
    session["setup_intent"] = _intent(account, session, params)["id"]
    kept: JsonObject = {"items": [], "tax_rates": {}, "customer_update": {}, "discounts": []}
    account.store.put("checkout", session["id"], {**kept, "breakdown": None})
    account.agenda.add("checkout.expire", session["id"], datetime.fromtimestamp(expires_at, UTC))
    return account.store.save(session)


def confirm(
    account: Account, setups: Setups, session: JsonObject, method: JsonObject, url: str
) -> None:
    """Try the method that the buyer gave. `url`: where the bank asks."""
    intent = account.store.get("setup_intent", session["setup_intent"])
    if session["customer"]:
        intent = account.store.save({**intent, "customer": session["customer"]})
    setups.confirm(intent, method, Challenge(url, session["url"]))


def _intent(account: Account, session: JsonObject, params: JsonObject) -> JsonObject:
    data = params.get("setup_intent_data", {})
    described = {**data, **method_types.chosen(session), "customer": session["customer"]}
    intent = setup_intents.create(account, described)
    account.store.put("checkout_of", intent["id"], {"session": session["id"]})
    return intent
