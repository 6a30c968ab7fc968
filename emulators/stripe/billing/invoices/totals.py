"""An invoice's sums from its lines: discounts, taxes, and what is left to pay."""

from __future__ import annotations

from collections.abc import Iterable

from emulators.stripe.account import Account
from emulators.stripe.billing import customers, reckoning
from emulators.stripe.billing.invoices import lines
from emulators.stripe.billing.reckoning import Assessed, Line, Reckoned
from emulators.stripe.billing.tax import assessment, rates
from emulators.stripe.billing.tax.assessment import Payer
from emulators.stripe.store import JsonObject


def reckoned(account: Account, invoice: JsonObject, rows: list[JsonObject]) -> JsonObject:
    """The invoice, unsaved, with these lines and what they come to."""
    payer = _payer(account, invoice)
    given = [_line(account, invoice, row, payer) for row in rows]
    common = [account.store.get("discount", key) for key in invoice["discounts"]]
    sums = reckoning.reckon(account, given, common)
    rows = [_row(row, one) for row, one in zip(rows, sums, strict=True)]
    invoice = lines.put(account, invoice, rows)
    subtotal = sum(one.line.amount_minor for one in sums)
    total = sum(one.total_minor for one in sums)
    inclusive = sum(one.inclusive_tax_minor for one in sums)
    due = max(0, total)
    return {
        **invoice,
        "amount_due": due,
        "amount_remaining": due,
        "automatic_tax": _tax_status(invoice, payer),
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - inclusive,
        "total": total,
        "total_discount_amounts": _discount_amounts(sums),
        "total_excluding_tax": total - sum(one.tax_minor for one in sums),
        "total_taxes": _taxes(sums),
    }


def _payer(account: Account, invoice: JsonObject) -> Payer | None:
    if not invoice["automatic_tax"]["enabled"]:
        return None
    return customers.payer(account, account.store.get("customer", invoice["customer"]))


def _line(account: Account, invoice: JsonObject, row: JsonObject, payer: Payer | None) -> Line:
    basis = account.store.get(lines.BASIS, row["id"])
    by_hand = basis["tax_rates"] or [rate["id"] for rate in invoice["default_tax_rates"]]
    found: tuple[Assessed, ...] = rates.assessed(account, by_hand)
    if payer is not None and not by_hand:
        product = account.store.find("product", basis["product"] or "") or {}
        code = basis["tax_code"] or product.get("tax_code")
        found = assessment.assess(account, payer, code, basis["tax_behavior"], row["currency"])
    own = tuple(account.store.get("discount", key) for key in row["discounts"])
    return Line(row["amount"], row["currency"], basis["product"], found, row["discountable"], own)


def _row(row: JsonObject, sums: Reckoned) -> JsonObject:
    amounts = [{"amount": amount, "discount": key} for key, amount in sums.discounts]
    taken_off = [
        {"amount": amount, "discount": key, "type": "discount"} for key, amount in sums.discounts
    ]
    return {
        **row,
        "discount_amounts": amounts,
        "pretax_credit_amounts": taken_off,
        "taxes": _taxes([sums]),
    }


def _discount_amounts(sums: Iterable[Reckoned]) -> list[JsonObject]:
    amounts: dict[str, int] = {}
    for one in sums:
        for key, amount in one.discounts:
            amounts[key] = amounts.get(key, 0) + amount
    return [{"amount": amount, "discount": key} for key, amount in amounts.items()]


def _taxes(sums: Iterable[Reckoned]) -> list[JsonObject]:
    told: dict[tuple[str, str | None], JsonObject] = {}
    for tax in (tax for one in sums for tax in one.taxes):
        rate, reason = tax.assessed.rate, tax.assessed.reason
        before = told.get((rate["id"], reason), {"amount": 0, "taxable_amount": 0})
        told[rate["id"], reason] = {
            "amount": before["amount"] + tax.amount_minor,
            "tax_behavior": "inclusive" if tax.is_inclusive else "exclusive",
            "tax_rate_details": {"tax_rate": rate["id"]},
            "taxability_reason": reason or "not_available",
            "taxable_amount": before["taxable_amount"] + tax.taxable_minor,
            "type": "tax_rate_details",
        }
    return list(told.values())


def _tax_status(invoice: JsonObject, payer: Payer | None) -> JsonObject:
    automatic: JsonObject = invoice["automatic_tax"]
    if not automatic["enabled"]:
        return automatic
    status = "requires_location_inputs" if payer is None else "complete"
    return {**automatic, "status": status}
