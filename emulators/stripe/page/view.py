"""What the templates show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from emulators.stripe.checkout.subscription_mode import needs_method
from emulators.stripe.page import tax_id
from emulators.stripe.page.chips import CARD_CHIPS, DEBIT_CHIPS
from emulators.stripe.page.countries import COUNTRIES, likely
from emulators.stripe.payments.currencies import shown
from emulators.stripe.store import JsonObject

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["money"] = shown
_VERBS = {"book": "Book", "donate": "Donate"}
_WAYS = {
    "bacs_debit": "Bacs debit",
    "card": "Card",
    "customer_balance": "Bank transfer",
    "sepa_debit": "SEPA debit",
    "us_bank_account": "ACH debit",
}
"""What the account's pages call the types of payment methods."""
_TINTS = 6
"""How many colours `checkout.css` has for products without a picture."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form shows again after it could not be used."""

    fields: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    """A message for the whole form, such as a decline."""


def pay_page(
    session: JsonObject, items: list[JsonObject], rates: list[JsonObject], draft: Draft
) -> str:
    """`rates`: the shipping rates that the buyer may choose from."""
    fields = {"country": likely(session["currency"]), "method": "card", **draft.fields}
    submit_text = session["custom_text"]["submit"]
    return TEMPLATES.get_template("pay.html").render(
        _summary(session, items),
        asks_for_code=bool(session["allow_promotion_codes"]) and not session["discounts"],
        asks_for_tax_id=tax_id.is_asked_for(session),
        asks_for_street=session["billing_address_collection"] == "required",
        button=_button(session),
        card_chips=CARD_CHIPS,
        complaints=draft.complaints,
        countries=COUNTRIES,
        debit_chips=DEBIT_CHIPS,
        fields=fields,
        fixed_email=_fixed_email(session),
        is_free=not needs_method(session),
        notice=draft.notice,
        shipping_choices=[_shipping_choice(session, rate) for rate in rates],
        submit_text=submit_text["message"] if submit_text else "",
        takes_debit="sepa_debit" in session["payment_method_types"],
    )


def new_total(session: JsonObject) -> str:
    total = shown(session["amount_total"], session["currency"])
    return f"The total is {total} now. Look at it again and send the form once more."


def closed_page(
    session: JsonObject, items: list[JsonObject], onward_url: str, *, has_failed: bool
) -> str:
    """The page of a session that is complete or expired. `has_failed`: its debit came back."""
    after_submit = session["custom_text"]["after_submit"]
    summary = _summary(session, items)
    if has_failed:
        summary["state"] = "Not paid"
    return TEMPLATES.get_template("closed.html").render(
        summary,
        after_submit=after_submit["message"] if after_submit else "",
        has_failed=has_failed,
        email=(session["customer_details"] or {}).get("email"),
        is_waiting=session["status"] == "complete" and session["payment_status"] == "unpaid",
        onward_url=onward_url,
    )


def challenge_page(intent: JsonObject, method: JsonObject, merchant: str) -> str:
    """The page of a bank, or of a wallet that the buyer was led to."""
    amount = shown(intent["amount"], intent["currency"]) if "amount" in intent else ""
    kind = method["type"]
    return TEMPLATES.get_template("challenge.html").render(
        amount=amount, card=method.get("card"), kind=kind, merchant=merchant
    )


def dashboard_page(
    charges: list[JsonObject], refunds: list[JsonObject], payouts: list[JsonObject]
) -> str:
    """The account's movements, with the buttons that change them."""
    return TEMPLATES.get_template("dashboard.html").render(
        page="payments", charges=charges, payouts=payouts, refunds=refunds, ways=_WAYS
    )


def missing_page(message: str) -> str:
    return TEMPLATES.get_template("missing.html").render(message=message)


def _summary(session: JsonObject, items: list[JsonObject]) -> JsonObject:
    return {
        "cancel_url": session["cancel_url"],
        "items": [_line(item) for item in items],
        "merchant": session["branding_settings"]["display_name"],
        "session": session,
        "state": _state(session),
        "sums": [(name, shown(amount, session["currency"])) for name, amount in _sums(session)],
        "total": _total(session),
    }


def _total(session: JsonObject) -> str:
    """Empty if the session is not about money."""
    if session["amount_total"] is None:
        return ""
    return shown(session["amount_total"], session["currency"])


def _button(session: JsonObject) -> str:
    if session["mode"] == "setup":
        return "Save payment method"
    verb = _VERBS.get(session["submit_type"], "Pay")
    return f"{verb} {_total(session)}" if session["amount_total"] else "Complete order"


def _shipping_choice(session: JsonObject, rate: JsonObject) -> JsonObject:
    price = rate["fixed_amount"]
    return {
        "amount": shown(price["amount"], price["currency"]),
        "estimate": _estimate(rate["delivery_estimate"] or {}),
        "id": rate["id"],
        "is_chosen": session["shipping_cost"]["shipping_rate"] == rate["id"],
        "name": rate["display_name"],
    }


def _estimate(given: JsonObject) -> str:
    """Such as `2 business days to 4 business days`; empty if nobody knows."""
    bounds = [given[name] for name in ("minimum", "maximum") if given.get(name)]
    words = [f"{bound['value']} {bound['unit'].replace('_', ' ')}" for bound in bounds]
    words = [
        word if bound["value"] == 1 else f"{word}s"
        for word, bound in zip(words, bounds, strict=True)
    ]
    return " to ".join(words)


def _sums(session: JsonObject) -> list[tuple[str, int]]:
    """What leads from the subtotal to the total."""
    if session["total_details"] is None:
        return []
    details = session["total_details"]
    rows = [
        ("Discount", -details["amount_discount"]),
        ("Shipping", details["amount_shipping"] or 0),
        ("Tax", details["amount_tax"]),
    ]
    changed = [(name, amount) for name, amount in rows if amount]
    return [("Subtotal", session["amount_subtotal"]), *changed]


def _state(session: JsonObject) -> str:
    if session["mode"] == "setup":
        return "Save your payment details"
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
        "amount": shown(item["amount_subtotal"], currency),
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
