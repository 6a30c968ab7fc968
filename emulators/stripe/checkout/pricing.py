"""What a session comes to: its lines, less discounts, with taxes and shipping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from emulators.stripe.account import Account
from emulators.stripe.billing import reckoning
from emulators.stripe.billing.reckoning import Assessed, Line, Reckoned
from emulators.stripe.billing.tax import assessment, rates
from emulators.stripe.billing.tax.assessment import Payer
from emulators.stripe.payments import currencies
from emulators.stripe.store import JsonObject

SHIPPING_TAX_CODE = "txcd_92010001"
DETAILS = "line_item_details"
"""What of a line item is only shown when asked for: `discounts` and `taxes`."""


def priced(account: Account, session: JsonObject, payer: Payer | None) -> JsonObject:
    """The session with its amounts of now. `payer`: None while the buyer's place is not known."""
    if not session["automatic_tax"]["enabled"]:
        payer = None
    kept = account.store.get("checkout", session["id"])
    lines = [_line(account, kept, item, payer) for item in kept["items"]]
    common = [account.store.get("discount", key) for key in kept["discounts"]]
    sums = reckoning.reckon(account, lines, common)
    items = [_item(account, item, one) for item, one in zip(kept["items"], sums, strict=True)]
    shipping = _shipping(account, session, payer)
    breakdown = {
        "discounts": _discounts_told(account, sums),
        "taxes": _taxes_told([*sums, *([shipping] if shipping else [])]),
    }
    account.store.put("checkout", session["id"], {**kept, "items": items, "breakdown": breakdown})
    return {**session, **_totals(session, sums, shipping), **_tax_status(session, payer)}


def check(session: JsonObject) -> None:
    """Refuse a total that no payment could be made of. Nothing to pay is fine."""
    if session["amount_total"] > 0:
        what = "The Checkout Session's total amount due"
        currencies.check_charge(session["amount_total"], session["currency"], "line_items", what)


def _line(account: Account, kept: JsonObject, item: JsonObject, payer: Payer | None) -> Line:
    price = account.store.get("price", item["price"])
    product = account.store.get("product", price["product"])
    by_hand = kept["tax_rates"].get(item["id"], [])
    found: tuple[Assessed, ...] = rates.assessed(account, by_hand)
    if payer is not None:
        found = assessment.assess(
            account, payer, product["tax_code"], price["tax_behavior"], item["currency"]
        )
    return Line(item["amount_subtotal"], item["currency"], product["id"], found)


def _item(account: Account, item: JsonObject, sums: Reckoned) -> JsonObject:
    details = {"discounts": _discounts_told(account, [sums]), "taxes": _taxes_told([sums])}
    account.store.put(DETAILS, item["id"], details)
    return {
        **item,
        "amount_discount": sums.discount_minor,
        "amount_tax": sums.tax_minor,
        "amount_total": sums.total_minor,
    }


def _shipping(account: Account, session: JsonObject, payer: Payer | None) -> Reckoned | None:
    cost = session["shipping_cost"]
    if cost is None:
        return None
    rate = account.store.find("shipping_rate", cost["shipping_rate"] or "") or {}
    found: tuple[Assessed, ...] = ()
    if payer is not None:
        code = rate.get("tax_code") or SHIPPING_TAX_CODE
        behavior = rate.get("tax_behavior") or "unspecified"
        found = assessment.assess(account, payer, code, behavior, session["currency"])
    line = Line(cost["amount_subtotal"], session["currency"], None, found)
    return Reckoned(line, (), reckoning.taxes(line.amount_minor, found))


def _totals(session: JsonObject, sums: Sequence[Reckoned], shipping: Reckoned | None) -> JsonObject:
    everything = [*sums, *([shipping] if shipping else [])]
    cost = session["shipping_cost"]
    if cost is not None and shipping is not None:
        cost = {**cost, "amount_tax": shipping.tax_minor, "amount_total": shipping.total_minor}
    return {
        "amount_subtotal": sum(one.line.amount_minor for one in sums),
        "amount_total": sum(one.total_minor for one in everything),
        "shipping_cost": cost,
        "total_details": {
            "amount_discount": sum(one.discount_minor for one in sums),
            "amount_shipping": shipping.line.amount_minor if shipping else 0,
            "amount_tax": sum(one.tax_minor for one in everything),
        },
    }


def _tax_status(session: JsonObject, payer: Payer | None) -> JsonObject:
    automatic = session["automatic_tax"]
    if not automatic["enabled"]:
        return {}
    status = "requires_location_inputs" if payer is None else "complete"
    return {"automatic_tax": {**automatic, "status": status}}


def _discounts_told(account: Account, sums: Iterable[Reckoned]) -> list[JsonObject]:
    amounts: dict[str, int] = {}
    for one in sums:
        for key, amount in one.discounts:
            amounts[key] = amounts.get(key, 0) + amount
    return [
        {"amount": amount, "discount": account.store.get("discount", key)}
        for key, amount in amounts.items()
    ]


def _taxes_told(sums: Iterable[Reckoned]) -> list[JsonObject]:
    told: dict[tuple[str, str | None], JsonObject] = {}
    for tax in (tax for one in sums for tax in one.taxes):
        rate, reason = tax.assessed.rate, tax.assessed.reason
        before = told.get((rate["id"], reason), {"amount": 0, "taxable_amount": 0})
        told[rate["id"], reason] = {
            "amount": before["amount"] + tax.amount_minor,
            "rate": rate,
            "taxability_reason": reason,
            "taxable_amount": before["taxable_amount"] + tax.taxable_minor,
        }
    return list(told.values())
