"""What a session asks of its buyer besides a payment, and what the buyer answered."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup, shipping_rates
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

NOTHING_COLLECTED: JsonObject = {
    "business_name": None,
    "individual_name": None,
    "shipping_details": None,
}


def asked(account: Account, params: JsonObject, currency: str) -> JsonObject:
    """The session's fields that say what is asked."""
    options = [
        _option(account, option, currency, f"shipping_options[{place}]")
        for place, option in enumerate(params.get("shipping_options", []))
    ]
    fields = [_field(given, place) for place, given in enumerate(params.get("custom_fields", []))]
    keys = [field["key"] for field in fields]
    if len({*keys}) < len(keys):
        raise errors.invalid("The keys of `custom_fields` must be unique.", "custom_fields")
    return {
        "consent": None,
        "consent_collection": _consent(params.get("consent_collection")),
        "custom_fields": fields,
        "phone_number_collection": params.get("phone_number_collection", {"enabled": False}),
        "shipping_address_collection": params.get("shipping_address_collection"),
        "shipping_cost": _cost(options[0]) if options else None,
        "shipping_options": options,
    }


def chosen(session: JsonObject, answers: JsonObject) -> JsonObject:
    """The session's fields that change the price: which way of shipping the buyer chose."""
    for option in session["shipping_options"]:
        if option["shipping_rate"] == answers.get("shipping_rate"):
            return {"shipping_cost": _cost(option)}
    return {}


def answered(session: JsonObject, answers: JsonObject) -> JsonObject:
    """The session's fields that keep what the buyer said."""
    fields = [
        {
            **field,
            kind: {**field[kind], "value": answers.get("custom_fields", {}).get(field["key"])},
        }
        for field in session["custom_fields"]
        for kind in (field["type"],)
    ]
    shipping = {"shipping_details": answers.get("shipping_details")}
    changes: JsonObject = {
        "collected_information": {**NOTHING_COLLECTED, **shipping},
        "custom_fields": fields,
    }
    if session["consent_collection"] is not None:
        changes["consent"] = {
            "promotions": answers.get("promotions"),
            "terms_of_service": answers.get("terms_of_service"),
        }
    return changes


def _consent(given: JsonObject | None) -> JsonObject | None:
    if given is None:
        return None
    unset = {"payment_method_reuse_agreement": None, "promotions": "none"}
    return {**unset, "terms_of_service": "none", **given}


def _field(given: JsonObject, place: int) -> JsonObject:
    kind = given["type"]
    if kind == "dropdown" and "dropdown" not in given:
        raise errors.missing(f"custom_fields[{place}][dropdown]")
    rest: JsonObject = {"default_value": None, "value": None}
    if kind != "dropdown":
        rest |= {"maximum_length": None, "minimum_length": None}
    return {
        "key": given["key"],
        "label": given["label"],
        "optional": given.get("optional", False),
        "type": kind,
        kind: {**rest, **given.get(kind, {})},
    }


def _option(account: Account, option: JsonObject, currency: str, at: str) -> JsonObject:
    if "shipping_rate" in option and "shipping_rate_data" in option:
        raise errors.exclusive(f"{at}[shipping_rate]", f"{at}[shipping_rate_data]")
    if "shipping_rate" in option:
        where = f"{at}[shipping_rate]"
        rate = lookup.in_param(account, "shipping_rate", option["shipping_rate"], where)
    elif "shipping_rate_data" in option:
        where = f"{at}[shipping_rate_data]"
        rate = shipping_rates.create(account, option["shipping_rate_data"], where)
    else:
        raise errors.missing(f"{at}[shipping_rate]")
    if rate["fixed_amount"]["currency"] != currency:
        message = f"The shipping rate `{rate['id']}` is not in the currency `{currency}`."
        raise errors.invalid(message, where)
    return {"shipping_amount": rate["fixed_amount"]["amount"], "shipping_rate": rate["id"]}


def _cost(option: JsonObject) -> JsonObject:
    amount = option["shipping_amount"]
    return {
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "shipping_rate": option["shipping_rate"],
    }
