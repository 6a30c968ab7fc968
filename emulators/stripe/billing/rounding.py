"""Fractions of a minor unit: rounded half up, or shared so that the parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def half_up(exact: Decimal) -> int:
    """The nearest whole minor unit; a half goes away from zero."""
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """`total` split in proportion to `weights`; the largest remainders get the odd units."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    neediest = sorted(range(len(weights)), key=lambda place: -remainders[place])
    for place in neediest[: total - sum(parts)]:
        parts[place] += 1
    return parts
