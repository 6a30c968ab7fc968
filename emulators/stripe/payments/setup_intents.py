"""What SetupIntents and their attempts look like on the day they are made."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import method_types
from emulators.stripe.store import JsonObject

_GIVEN = (
    "allowed_payment_method_types",
    "attach_to_self",
    "customer",
    "description",
    "excluded_payment_method_types",
    "metadata",
    "payment_method",
)
_CARD = {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"}
_AT_REST: JsonObject = {
    "allowed_payment_method_types": None,
    "application": None,
    "attach_to_self": False,
    "cancellation_reason": None,
    "customer": None,
    "customer_account": None,
    "description": None,
    "excluded_payment_method_types": None,
    "flow_directions": None,
    "last_setup_error": None,
    "latest_attempt": None,
    "livemode": False,
    "managed_payments": None,
    "mandate": None,
    "metadata": {},
    "next_action": None,
    "on_behalf_of": None,
    "payment_method": None,
    "payment_method_options": {"card": _CARD},
    "single_use_mandate": None,
}


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save a new intent and tell of it. `params`: its fields as the API names them."""
    automatic = {"allow_redirects": "always", "enabled": True}
    automatic |= params.get("automatic_payment_methods", {})
    key = account.ids.new("seti")
    intent = {
        **_AT_REST,
        "id": key,
        "object": "setup_intent",
        "automatic_payment_methods": automatic,
        "client_secret": f"{key}_secret_{account.ids.text(25)}",
        "created": account.now(),
        "payment_method_configuration_details": account.payment_method_configuration(),
        "payment_method_types": method_types.offered("eur", params),
        "status": "requires_confirmation" if params.get("payment_method") else _NO_METHOD,
        "usage": params.get("usage", "off_session"),
        **{name: params[name] for name in _GIVEN if params.get(name) is not None},
    }
    account.store.save(intent)
    account.events.emit("setup_intent.created", intent)
    return intent


def attempt(
    account: Account, intent: JsonObject, method: JsonObject, status: str, error: JsonObject | None
) -> JsonObject:
    """Save one try to set a method up: it `succeeded`, `failed` or `requires_action`."""
    return account.store.save(
        {
            "id": account.ids.new("setatt"),
            "object": "setup_attempt",
            "application": None,
            "attach_to_self": intent["attach_to_self"],
            "created": account.now(),
            "customer": intent["customer"],
            "customer_account": None,
            "flow_directions": None,
            "livemode": False,
            "on_behalf_of": None,
            "payment_method": method["id"],
            "payment_method_details": _details(account, method),
            "setup_error": error,
            "setup_intent": intent["id"],
            "status": status,
            "usage": intent["usage"],
        }
    )


def _details(account: Account, method: JsonObject) -> JsonObject:
    if method["type"] != "card":
        return {method["type"]: {}, "type": method["type"]}
    card = method["card"]
    is_authenticated = account.store.find("authenticated", method["id"]) is not None
    details = {name: card[name] for name in _PLASTIC}
    secure = _AUTHENTICATED if is_authenticated else None
    return {
        "card": {**details, "network": card["brand"], "three_d_secure": secure, "wallet": None},
        "type": "card",
    }


_NO_METHOD = "requires_payment_method"
_PLASTIC = (
    "brand",
    "checks",
    "country",
    "exp_month",
    "exp_year",
    "fingerprint",
    "funding",
    "last4",
)
_AUTHENTICATED = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "result": "authenticated",
    "result_reason": None,
    "transaction_id": None,
    "version": "2.2.0",
}
