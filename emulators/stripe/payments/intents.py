"""What a PaymentIntent looks like on the day it is made."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import method_types, transfer_options
from emulators.stripe.payments.methods import CashBalance
from emulators.stripe.store import JsonObject


def create(account: Account, amount: int, currency: str, params: JsonObject) -> JsonObject:
    """Save a new intent and tell of it. `params`: its fields as the API names them."""
    automatic = {**_AUTOMATIC, **params.get("automatic_payment_methods", {})}
    method_id = params.get("payment_method")
    types = method_types.offered(currency, params, method_types.ON_REQUEST)
    key = account.ids.new("pi")
    intent = {
        "id": key,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "client_secret": f"{key}_secret_{account.ids.text(25)}",
        "created": account.now(),
        "currency": currency,
        "payment_method_configuration_details": account.payment_method_configuration(),
        "payment_method_options": options(types, currency, params),
        "payment_method_types": types,
        **_AT_REST,
        **{name: params[name] for name in _GIVEN if params.get(name) is not None},
        "automatic_payment_methods": automatic,
        "payment_method": method_id,
        "status": "requires_confirmation" if method_id else "requires_payment_method",
    }
    account.store.save(intent)
    account.events.emit("payment_intent.created", intent)
    return intent


def options(types: list[str], currency: str, params: JsonObject) -> JsonObject:
    """An intent's `payment_method_options`, after those that `params` gives."""
    found: JsonObject = {"card": _CARD}
    if CashBalance.kind in types:
        given = params.get("payment_method_options", {}).get(CashBalance.kind)
        found[CashBalance.kind] = transfer_options.of(given, currency)
    return found


_CARD = {
    "installments": None,
    "mandate_options": None,
    "network": None,
    "request_three_d_secure": "automatic",
}
_GIVEN = (
    "allowed_payment_method_types",
    "capture_method",
    "confirmation_method",
    "customer",
    "description",
    "excluded_payment_method_types",
    "metadata",
    "presentment_details",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)

_AUTOMATIC: JsonObject = {"allow_redirects": "always", "enabled": True}
_AT_REST: JsonObject = {
    "allowed_payment_method_types": None,
    "application": None,
    "application_fee_amount": None,
    "canceled_at": None,
    "cancellation_reason": None,
    "capture_method": "automatic_async",
    "confirmation_method": "automatic",
    "customer": None,
    "customer_account": None,
    "description": None,
    "excluded_payment_method_types": None,
    "last_payment_error": None,
    "latest_charge": None,
    "livemode": False,
    "managed_payments": None,
    "metadata": {},
    "next_action": None,
    "on_behalf_of": None,
    "processing": None,
    "receipt_email": None,
    "review": None,
    "setup_future_usage": None,
    "shipping": None,
    "source": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "transfer_data": None,
    "transfer_group": None,
}
