"""The fields of the page that the shop asked for, as the buyer filled them in."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.page.countries import COUNTRIES
from emulators.stripe.payments.methods import NO_ADDRESS
from emulators.stripe.store import JsonObject

REQUIRED = "Required"
_SHIPPING = ("country", "line1", "line2", "city", "postal_code", "state")


def read(
    text: Callable[[str], str], session: JsonObject, complain: Callable[[str, str], None]
) -> JsonObject:
    """`text(name)`: what stands in a field; `complain(name, why)`: hand it back."""
    answers: JsonObject = {
        "custom_fields": {
            field["key"]: _custom(field, text(name_of(field)), complain)
            for field in session["custom_fields"]
        }
    }
    answers |= _consent(text, session["consent_collection"] or {}, complain)
    if session["phone_number_collection"]["enabled"]:
        answers["phone"] = text("phone")
        if not answers["phone"]:
            complain("phone", REQUIRED)
    if session["shipping_address_collection"] is not None:
        answers["shipping_details"] = _shipping(text, session, complain)
    if session["shipping_options"]:
        rates = [option["shipping_rate"] for option in session["shipping_options"]]
        answers["shipping_rate"] = text("shipping_rate") or rates[0]
        if answers["shipping_rate"] not in rates:
            complain("shipping_rate", "Choose how to ship.")
    return answers


def name_of(field: JsonObject) -> str:
    """What a custom field is called in the form."""
    return f"custom_{field['key']}"


def _custom(field: JsonObject, typed: str, complain: Callable[[str, str], None]) -> str | None:
    kind, name = field["type"], name_of(field)
    rules = field[kind]
    value = typed or rules["default_value"]
    if not value:
        if not field["optional"]:
            complain(name, REQUIRED)
        return None
    if kind == "dropdown":
        if value not in [option["value"] for option in rules["options"]]:
            complain(name, "Choose one of the list.")
    elif kind == "numeric" and not (value.isascii() and value.isdigit()):
        complain(name, "Only digits, please.")
    elif not (rules["minimum_length"] or 0) <= len(value) <= (rules["maximum_length"] or 255):
        complain(name, "This is too short or too long.")
    return str(value)


def _consent(
    text: Callable[[str], str], asked: JsonObject, complain: Callable[[str, str], None]
) -> JsonObject:
    answers: JsonObject = {}
    if asked.get("terms_of_service") == "required":
        answers["terms_of_service"] = "accepted"
        if not text("terms_of_service"):
            complain("terms_of_service", "You must accept the terms of service to continue.")
    if asked.get("promotions") == "auto":
        answers["promotions"] = "opt_in" if text("promotions") else "opt_out"
    return answers


def _shipping(
    text: Callable[[str], str], session: JsonObject, complain: Callable[[str, str], None]
) -> JsonObject:
    allowed = session["shipping_address_collection"]["allowed_countries"]
    address = {name: text(f"shipping_{name}") or None for name in _SHIPPING}
    address["country"] = (address["country"] or "").upper()
    if address["country"] not in allowed or address["country"] not in COUNTRIES:
        complain("shipping_country", "The shop does not ship there.")
    for name in ("line1", "city", "postal_code"):
        if not address[name]:
            complain(f"shipping_{name}", REQUIRED)
    name = text("shipping_name") or text("name")
    return {"address": {**NO_ADDRESS, **address}, "name": name}
