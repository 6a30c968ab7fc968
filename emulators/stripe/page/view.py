"""What the templates show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from emulators.stripe.page.chips import CARD_CHIPS, DEBIT_CHIPS
from emulators.stripe.page.countries import COUNTRIES, likely
from emulators.stripe.payments.currencies import shown
from emulators.stripe.store import JsonObject

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_VERBS = {"book": "Book", "donate": "Donate"}
_TINTS = 6
"""How many colours `checkout.css` has for products without a picture."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form shows again after it could not be used."""

    fields: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    """A message for the whole form, such as a decline."""


def pay_page(session: JsonObject, items: list[JsonObject], draft: Draft) -> str:
    total = shown(session["amount_total"], session["currency"])
    verb = _VERBS.get(session["submit_type"], "Pay")
    fields = {"country": likely(session["currency"]), "method": "card", **draft.fields}
    submit_text = session["custom_text"]["submit"]
    return _TEMPLATES.get_template("pay.html").render(
        _summary(session, items),
        asks_for_street=session["billing_address_collection"] == "required",
        button=f"{verb} {total}" if session["amount_total"] else "Complete order",
        card_chips=CARD_CHIPS,
        complaints=draft.complaints,
        countries=COUNTRIES,
        debit_chips=DEBIT_CHIPS,
        fields=fields,
        fixed_email=_fixed_email(session),
        is_free=not session["amount_total"],
        notice=draft.notice,
        submit_text=submit_text["message"] if submit_text else "",
        takes_debit="sepa_debit" in session["payment_method_types"],
    )


def closed_page(session: JsonObject, items: list[JsonObject], onward_url: str) -> str:
    """The page of a session that is complete or expired."""
    after_submit = session["custom_text"]["after_submit"]
    return _TEMPLATES.get_template("closed.html").render(
        _summary(session, items),
        after_submit=after_submit["message"] if after_submit else "",
        email=(session["customer_details"] or {}).get("email"),
        is_waiting=session["status"] == "complete" and session["payment_status"] == "unpaid",
        onward_url=onward_url,
    )


def challenge_page(intent: JsonObject, card: JsonObject, merchant: str) -> str:
    return _TEMPLATES.get_template("challenge.html").render(
        amount=shown(intent["amount"], intent["currency"]), card=card, merchant=merchant
    )


def missing_page(message: str) -> str:
    return _TEMPLATES.get_template("missing.html").render(message=message)


def _summary(session: JsonObject, items: list[JsonObject]) -> JsonObject:
    return {
        "cancel_url": session["cancel_url"],
        "items": [_line(item) for item in items],
        "merchant": session["branding_settings"]["display_name"],
        "session": session,
        "state": _state(session),
        "total": shown(session["amount_total"], session["currency"]),
    }


def _state(session: JsonObject) -> str:
    if session["status"] == "open":
        return "Total due"
    if session["status"] == "expired":
        return "Not charged"
    return "On its way" if session["payment_status"] == "unpaid" else "Paid"


def _line(item: JsonObject) -> JsonObject:
    currency, product = item["currency"], item["product"]
    unit = item["price"]["unit_amount"]
    each = shown(unit, currency) if unit is not None and item["quantity"] > 1 else ""
    return {
        "amount": shown(item["amount_total"], currency),
        "detail": product["description"] or "",
        "each": each,
        "image": product["images"][0] if product["images"] else "",
        "initial": item["description"][:1].upper(),
        "name": item["description"],
        "quantity": item["quantity"],
        "tint": crc32(item["description"].encode()) % _TINTS,
    }


def _fixed_email(session: JsonObject) -> str:
    details = session["customer_details"]
    return details["email"] if details else ""
