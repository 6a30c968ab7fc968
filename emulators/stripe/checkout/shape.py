"""What a Checkout Session looks like on the day it is made."""

from __future__ import annotations

from emulators.stripe.account import DISPLAY_NAME
from emulators.stripe.store import JsonObject


def session(params: JsonObject, computed: JsonObject) -> JsonObject:
    """`computed`: what the twin decides; the rest is what the shop asked for, or Stripe's rest."""
    return {
        **_AT_REST,
        **{name: params[name] for name in _GIVEN if params.get(name) is not None},
        "adaptive_pricing": {"enabled": _is_on(params, "adaptive_pricing")},
        "automatic_tax": _automatic_tax(params),
        "branding_settings": {**_BRANDING, **params.get("branding_settings", {})},
        "custom_text": {**_NO_TEXT, **params.get("custom_text", {})},
        **_tax_id_collection(params),
        **computed,
    }


def before_payment(email: str | None) -> JsonObject | None:
    """`customer_details` of a session that nobody has paid yet."""
    if email is None:
        return None
    return {**_UNKNOWN, "email": email}


def after_payment(email: str, name: str, address: JsonObject) -> JsonObject:
    return {**_UNKNOWN, "email": email, "name": name, "address": address, "tax_ids": []}


def _is_on(params: JsonObject, name: str) -> bool:
    return bool(params.get(name, {}).get("enabled", False))


def _tax_id_collection(params: JsonObject) -> JsonObject:
    """Only there when the shop uses it."""
    given = params.get("tax_id_collection")
    return {} if given is None else {"tax_id_collection": {"required": "never", **given}}


def _automatic_tax(params: JsonObject) -> JsonObject:
    if not _is_on(params, "automatic_tax"):
        return {"enabled": False, "liability": None, "provider": None, "status": None}
    return {
        "enabled": True,
        "liability": {"type": "self"},
        "provider": "stripe",
        "status": "requires_location_inputs",
    }


_GIVEN = (
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "excluded_payment_method_types",
    "integration_identifier",
    "locale",
    "managed_payments",
    "metadata",
    "mode",
    "origin_context",
    "submit_type",
    "success_url",
)
_UNKNOWN: JsonObject = {
    "address": None,
    "business_name": None,
    "email": None,
    "individual_name": None,
    "name": None,
    "phone": None,
    "tax_exempt": "none",
    "tax_ids": None,
}
_BRANDING: JsonObject = {
    "background_color": "#ffffff",
    "border_style": "rounded",
    "button_color": "#14532d",
    "display_name": DISPLAY_NAME,
    "font_family": "default",
    "icon": None,
    "logo": None,
}
_NO_TEXT: JsonObject = {
    "after_submit": None,
    "shipping_address": None,
    "submit": None,
    "terms_of_service_acceptance": None,
}
_NO_INVOICE: JsonObject = {
    "enabled": False,
    "invoice_data": {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": None,
        "metadata": {},
        "rendering_options": None,
    },
}
_AT_REST: JsonObject = {
    "after_expiration": None,
    "allow_promotion_codes": None,
    "allowed_payment_method_types": None,
    "billing_address_collection": None,
    "cancel_url": None,
    "client_reference_id": None,
    "client_secret": None,
    "collected_information": None,
    "consent": None,
    "consent_collection": None,
    "currency_conversion": None,
    "custom_fields": [],
    "customer": None,
    "customer_account": None,
    "customer_creation": "if_required",
    "customer_email": None,
    "discounts": [],
    "excluded_payment_method_types": None,
    "integration_identifier": None,
    "invoice": None,
    "invoice_creation": _NO_INVOICE,
    "livemode": False,
    "locale": None,
    "managed_payments": None,
    "metadata": {},
    "origin_context": None,
    "payment_intent": None,
    "payment_link": None,
    "payment_method_collection": "if_required",
    "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
    "payment_status": "unpaid",
    "permissions": None,
    "phone_number_collection": {"enabled": False},
    "recovered_from": None,
    "saved_payment_method_options": None,
    "setup_intent": None,
    "shipping_address_collection": None,
    "shipping_cost": None,
    "shipping_options": [],
    "status": "open",
    "submit_type": None,
    "subscription": None,
    "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    "ui_mode": "hosted_page",
    "wallet_options": None,
}
