"""Credit note lines: a part of an invoice line with its discounts and taxes, or an amount."""

from __future__ import annotations

from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import reckoning, rounding
from emulators.stripe.billing.invoices import lines
from emulators.stripe.billing.tax import rates
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


def lines_of(account: Account, invoice: JsonObject, given: list[JsonObject]) -> list[JsonObject]:
    """The lines that are asked for, with what they come to."""
    known = {row["id"]: row for row in lines.of(account, invoice["id"])}
    found = []
    for place, one in enumerate(given):
        at = f"lines[{place}]"
        if one["type"] == "custom_line_item":
            found.append(_custom(account, one, at))
            continue
        row = known.get(one.get("invoice_line_item", ""))
        if row is None:
            key = one.get("invoice_line_item", "")
            raise errors.no_such("line item", key, f"{at}[invoice_line_item]", 400)
        found.append(_part(account, row, one, at))
    return found


def exclusive_tax(row: JsonObject) -> int:
    return sum(tax["amount"] for tax in row["taxes"] if tax["tax_behavior"] == "exclusive")


def total(row: JsonObject) -> int:
    return int(row["amount"]) - int(row["discount_amount"]) + exclusive_tax(row)


def _part(account: Account, row: JsonObject, given: JsonObject, at: str) -> JsonObject:
    """So many units of an invoice line, or so much of its amount; all of it if neither is said."""
    if "amount" in given and "quantity" in given:
        raise errors.exclusive(f"{at}[amount]", f"{at}[quantity]")
    share = Decimal(1)
    if "quantity" in given:
        share = Decimal(given["quantity"]) / Decimal(row["quantity"] or 1)
    elif "amount" in given:
        share = Decimal(given["amount"]) / Decimal(row["amount"] or 1)
    if share > 1:
        raise errors.invalid("You cannot credit more than the line item has.", at)
    amounts = [
        {**one, "amount": rounding.half_up(one["amount"] * share)}
        for one in row["discount_amounts"]
    ]
    return {
        **_blank(account, "invoice_line_item"),
        "amount": rounding.half_up(row["amount"] * share),
        "description": given.get("description", row["description"]),
        "discount_amount": sum(one["amount"] for one in amounts),
        "discount_amounts": amounts,
        "invoice_line_item": row["id"],
        "metadata": given.get("metadata") or {},
        "quantity": given.get("quantity"),
        "taxes": [_shared(tax, share) for tax in row["taxes"]],
    }


def _custom(account: Account, given: JsonObject, at: str) -> JsonObject:
    for name in ("description", "quantity"):
        if name not in given:
            raise errors.missing(f"{at}[{name}]")
    unit = given.get("unit_amount", given.get("unit_amount_decimal"))
    if unit is None:
        raise errors.missing(f"{at}[unit_amount]")
    amount = rounding.half_up(Decimal(unit) * given["quantity"])
    by_hand = rates.by_hand(account, given.get("tax_rates") or [], f"{at}[tax_rates]")
    found = reckoning.taxes(amount, rates.assessed(account, [rate["id"] for rate in by_hand]))
    return {
        **_blank(account, "custom_line_item"),
        "amount": amount,
        "description": given["description"],
        "metadata": given.get("metadata") or {},
        "quantity": given["quantity"],
        "tax_rates": by_hand,
        "taxes": [
            {
                "amount": tax.amount_minor,
                "tax_behavior": "inclusive" if tax.is_inclusive else "exclusive",
                "tax_rate_details": {"tax_rate": tax.assessed.rate["id"]},
                "taxability_reason": "not_available",
                "taxable_amount": tax.taxable_minor,
                "type": "tax_rate_details",
            }
            for tax in found
        ],
        "unit_amount": given.get("unit_amount"),
        "unit_amount_decimal": str(unit),
    }


def _blank(account: Account, kind: str) -> JsonObject:
    return {
        "id": account.ids.new("cnli"),
        "object": "credit_note_line_item",
        "discount_amount": 0,
        "discount_amounts": [],
        "invoice_line_item": None,
        "livemode": False,
        "pretax_credit_amounts": [],
        "tax_rates": [],
        "type": kind,
        "unit_amount": None,
        "unit_amount_decimal": None,
    }


def _shared(tax: JsonObject, share: Decimal) -> JsonObject:
    return {
        **tax,
        "amount": rounding.half_up(tax["amount"] * share),
        "taxable_amount": rounding.half_up((tax["taxable_amount"] or 0) * share),
    }
