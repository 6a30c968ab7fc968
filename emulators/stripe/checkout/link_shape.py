"""What a payment link looks like, and the session parameters that it stands for."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.account import Account
from emulators.stripe.checkout import collecting
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.metadata import merged

_TEXTS = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
_INTENT: JsonObject = {
    "capture_method": None,
    "description": None,
    "metadata": {},
    "setup_future_usage": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "transfer_group": None,
}
AT_REST: JsonObject = {
    "active": True,
    "after_completion": {"hosted_confirmation": {"custom_message": None}}
    | {"type": "hosted_confirmation"},
    "allow_promotion_codes": False,
    "application": None,
    "application_fee_amount": None,
    "application_fee_percent": None,
    "automatic_tax": {"enabled": False, "liability": None},
    "billing_address_collection": "auto",
    "consent_collection": None,
    "custom_fields": [],
    "custom_text": dict.fromkeys(_TEXTS),
    "customer_creation": "if_required",
    "inactive_message": None,
    "invoice_creation": None,
    "livemode": False,
    "managed_payments": None,
    "metadata": {},
    "on_behalf_of": None,
    "payment_intent_data": None,
    "payment_method_collection": "always",
    "payment_method_options": None,
    "payment_method_types": None,
    "phone_number_collection": {"enabled": False},
    "restrictions": None,
    "shipping_address_collection": None,
    "shipping_options": [],
    "submit_type": "auto",
    "subscription_data": None,
    "tax_id_collection": {"enabled": False, "required": "never"},
    "transfer_data": None,
}
_ASKED = (
    "consent_collection",
    "custom_fields",
    "phone_number_collection",
    "shipping_address_collection",
    "shipping_options",
)


def given(account: Account, link: JsonObject, params: JsonObject) -> JsonObject:
    """The fields of `link` that `params` change."""
    asked = collecting.asked(account, params, link["currency"])
    changes = {name: asked[name] for name in _ASKED if name in params}
    if "custom_fields" in changes:
        changes["custom_fields"] = [_unanswered(field) for field in changes["custom_fields"]]
    for name, value in params.items():
        if name in _SHAPES and value is not None:
            changes[name] = _SHAPES[name](value)
        elif name not in _ASKED:
            changes[name] = value
    return {**changes, "metadata": merged(link["metadata"], params)}


def session_params(link: JsonObject) -> JsonObject:
    """What the session of such a link is made with, besides what it sells."""
    params = {name: link[name] for name in ("billing_address_collection", "submit_type")}
    params |= {name: link[name] for name in _ASKED[:4] if link[name]}
    params |= {name: link[name] for name in ("automatic_tax", "tax_id_collection")}
    for name in ("automatic_tax", "tax_id_collection"):
        if not params[name]["enabled"]:
            del params[name]
    if link["allow_promotion_codes"]:
        params["allow_promotion_codes"] = True
    if link["shipping_options"]:
        rates = [option["shipping_rate"] for option in link["shipping_options"]]
        params["shipping_options"] = [{"shipping_rate": rate} for rate in rates]
    if link["payment_method_types"]:
        params["allowed_payment_method_types"] = link["payment_method_types"]
    for name in ("custom_text", "payment_intent_data"):
        said = {key: value for key, value in (link[name] or {}).items() if value}
        params |= {name: said} if said else {}
    return params


def _unanswered(field: JsonObject) -> JsonObject:
    kind = field["type"]
    rules = {name: value for name, value in field[kind].items() if name != "value"}
    return {**field, kind: rules}


def _after_completion(value: JsonObject) -> JsonObject:
    kind = value["type"]
    default = {"custom_message": None} if kind == "hosted_confirmation" else {}
    return {"type": kind, kind: {**default, **value.get(kind, {})}}


_SHAPES: dict[str, Callable[[JsonObject], JsonObject]] = {
    "after_completion": _after_completion,
    "automatic_tax": lambda value: {
        "enabled": value["enabled"],
        "liability": {"type": "self"} if value["enabled"] else None,
    },
    "custom_text": lambda value: {**dict.fromkeys(_TEXTS), **value},
    "payment_intent_data": lambda value: {**_INTENT, **value},
    "restrictions": lambda value: {
        "completed_sessions": {"count": 0, "limit": value["completed_sessions"]["limit"]}
    },
    "tax_id_collection": lambda value: {"required": "never", **value},
}
