"""What a subscription puts on its invoices: whole periods, parts of them, and trials."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts, rounding
from emulators.stripe.billing.invoices import lines
from emulators.stripe.billing.invoices.lines import Charge
from emulators.stripe.payments.currencies import shown
from emulators.stripe.store import JsonObject


def period(
    account: Account, item: JsonObject, currency: str, *, share: Decimal = Decimal(1)
) -> Charge:
    """An item's current period. `share`: how much of a whole period it is."""
    price, quantity = item["price"], item["quantity"]
    exact = amounts.exact(account, price, quantity, currency)
    return Charge(
        amount_minor=rounding.half_up(exact * share),
        description=f"{quantity} × {_name(account, price)} ({_at(price, currency)})",  # noqa: RUF001 - Stripe's sign
        start=item["current_period_start"],
        end=item["current_period_end"],
        quantity=quantity,
        price=price,
        parent=lines.from_subscription_item(item, proration=share != 1),
        tax_rates=_rates(item),
        discounts=tuple(item["discounts"]),
        metadata=item["metadata"],
    )


def trial(account: Account, item: JsonObject) -> Charge:
    """The line of nothing that opens a trial."""
    name = _name(account, item["price"])
    return Charge(
        amount_minor=0,
        description=f"Trial period for {name}",
        start=item["current_period_start"],
        end=item["current_period_end"],
        quantity=item["quantity"],
        price=item["price"],
        parent=lines.from_subscription_item(item),
        tax_rates=_rates(item),
    )


def share_left(item: JsonObject, at: int) -> Decimal:
    """How much of the item's current period is still to come, to the second."""
    start, end = item["current_period_start"], item["current_period_end"]
    return Decimal(max(0, end - at)) / Decimal(end - start)


def part(account: Account, item: JsonObject, currency: str, at: int, *, unused: bool) -> JsonObject:
    """The fields of an invoice item for the rest of the period: given back, or charged."""
    price, quantity = item["price"], item["quantity"]
    exact = amounts.exact(account, price, quantity, currency) * share_left(item, at)
    counted = f"{quantity} × " if quantity != 1 else ""  # noqa: RUF001 - Stripe's sign
    day = datetime.fromtimestamp(at, UTC).strftime("%-d %b %Y")
    verb = "Unused" if unused else "Remaining"
    return {
        "amount": rounding.half_up(-exact if unused else exact),
        "description": f"{verb} time on {counted}{_name(account, price)} after {day}",
        "discountable": False,
        "period": {"end": item["current_period_end"], "start": at},
        "price": price,
        "quantity": quantity,
        "subscription_item": item["id"],
        "tax_rates": item["tax_rates"],
    }


def _rates(item: JsonObject) -> tuple[str, ...]:
    return tuple(rate["id"] for rate in item["tax_rates"] or ())


def _name(account: Account, price: JsonObject) -> str:
    return str(account.store.get("product", price["product"])["name"])


def _at(price: JsonObject, currency: str) -> str:
    recurring = price["recurring"]
    count, interval = recurring["interval_count"], recurring["interval"]
    every = interval if count == 1 else f"{count} {interval}s"
    if price["unit_amount"] is None:
        return f"per {every}"
    return f"at {shown(price['unit_amount'], currency)} / {every}"
