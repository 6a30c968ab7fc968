"""A story is data: what people do, how the provider tells it, and how it may end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from tests.chaos.shop import Shop
from tests.chaos.told import CARD, REFUNDED, Told


class Schedule(Protocol):
    """Where a step puts what shall happen."""

    def add(
        self,
        process: str,
        run: Callable[[], object],
        due: datetime,
        *,
        comes_back_after: timedelta | None = None,
        is_message: bool = True,
    ) -> None: ...


class Step(Protocol):
    """What one person does, once."""

    def play(self, shop: Shop, schedule: Schedule, number: int) -> None:
        """`number` is the step's place in its story, from 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Story:
    name: str  # paths/<name>.txt lists its port calls
    steps: tuple[Step, ...]
    endings: tuple[tuple[str, ...], ...]
    """Series of the documents that there are at rest, sorted. The first without any fault."""
    payment_told: tuple[Told, ...] = CARD
    refund_told: tuple[Told, ...] = REFUNDED
    late: Mapping[str, tuple[timedelta, ...]] = field(default_factory=dict)
    """Event type → how late each copy of such a webhook is. One copy, at once, if not named."""
