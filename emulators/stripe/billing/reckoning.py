"""From what lines cost to what is due: discounts first, one after the other, then taxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import coupons, discounts, rounding
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Assessed:
    """A tax rate that a line falls under, and why. `reason` is None for rates set by hand."""

    rate: JsonObject
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    amount_minor: int
    """Before discounts and taxes; below zero for what is given back."""
    currency: str
    product: str | None
    rates: tuple[Assessed, ...] = ()
    is_discountable: bool = True
    own_discounts: tuple[JsonObject, ...] = ()


@dataclass(frozen=True, slots=True)
class Tax:
    amount_minor: int
    taxable_minor: int
    assessed: Assessed

    @property
    def is_inclusive(self) -> bool:
        return bool(self.assessed.rate["inclusive"])


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One line with all that was taken off and put on it."""

    line: Line
    discounts: tuple[tuple[str, int], ...]
    """Discount id and what it took off."""
    taxes: tuple[Tax, ...]

    @property
    def discount_minor(self) -> int:
        return sum(amount for _, amount in self.discounts)

    @property
    def tax_minor(self) -> int:
        return sum(tax.amount_minor for tax in self.taxes)

    @property
    def exclusive_tax_minor(self) -> int:
        return sum(tax.amount_minor for tax in self.taxes if not tax.is_inclusive)

    @property
    def inclusive_tax_minor(self) -> int:
        return self.tax_minor - self.exclusive_tax_minor

    @property
    def total_minor(self) -> int:
        return self.line.amount_minor - self.discount_minor + self.exclusive_tax_minor


def reckon(account: Account, lines: Sequence[Line], common: Sequence[JsonObject]) -> list[Reckoned]:
    """`common`: the discounts on the whole; a line's own go first."""
    left = [line.amount_minor for line in lines]
    taken: list[list[tuple[str, int]]] = [[] for _ in lines]
    for place, line in enumerate(lines):
        for discount in line.own_discounts:
            _take(account, discount, lines, [place], left, taken)
    for discount in common:
        _take(account, discount, lines, range(len(lines)), left, taken)
    return [
        Reckoned(line, tuple(off), taxes(rest, line.rates))
        for line, off, rest in zip(lines, taken, left, strict=True)
    ]


def taxes(amount: int, rates: Sequence[Assessed]) -> tuple[Tax, ...]:
    """The taxes in and on `amount`, each rounded by itself, as Stripe does for each line."""
    inclusive = sum((_percentage(one) for one in rates if one.rate["inclusive"]), Decimal())
    base = Decimal(amount) * 100 / (100 + inclusive)
    inside = [(one, rounding.half_up(base * _percentage(one) / 100)) for one in rates]
    kept_inside = sum(tax for one, tax in inside if one.rate["inclusive"])
    return tuple(Tax(tax, amount - kept_inside, one) for one, tax in inside)


def _take(
    account: Account,
    discount: JsonObject,
    lines: Sequence[Line],
    places: Sequence[int],
    left: list[int],
    taken: list[list[tuple[str, int]]],
) -> None:
    coupon = discounts.coupon_of(account, discount)
    eligible = [
        place
        for place in places
        if lines[place].is_discountable
        and left[place] > 0
        and _covers(account, coupon, lines[place].product)
    ]
    if not eligible:
        return
    amounts = [left[place] for place in eligible]
    off = coupons.taken_off(account, coupon, sum(amounts), lines[eligible[0]].currency)
    for place, share in zip(eligible, rounding.shares(off, amounts), strict=True):
        left[place] -= share
        taken[place].append((discount["id"], share))


def _covers(account: Account, coupon: JsonObject, product: str | None) -> bool:
    if product is None:
        return coupons.details(account, coupon["id"])["applies_to"] is None
    return coupons.applies_to(account, coupon, product)


def _percentage(assessed: Assessed) -> Decimal:
    rate = assessed.rate
    effective = rate["effective_percentage"]
    return Decimal(str(rate["percentage"] if effective is None else effective))
