"""Splitting an amount so that the parts add up to it, to the last minor unit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from shared.domain.errors import Broken


def allocate(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Parts in proportion to `weights`, by the method of the largest remainder.

    What is left after rounding down goes to the largest remainders, the heavier first and
    the earlier among equals, so the same question always has the same answer.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0 or total_minor < 0:
        raise Broken(f"cannot split {total_minor} by {list(weights)}")
    shares = [Fraction(total_minor * weight, whole) for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(
        range(len(weights)),
        key=lambda place: (parts[place] - shares[place], -weights[place], place),
    )
    for place in by_remainder[: total_minor - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
