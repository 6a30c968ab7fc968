"""A central bank that publishes what it is told to."""

from __future__ import annotations

from shared.domain.reference_rates import DayOfRates
from shared.usecases.ports.exchange_rates import RatesUnreadable
from shared.usecases.ports.failures import Unavailable


class MemoryRates:
    def __init__(self, *published: DayOfRates) -> None:
        self.published = published
        self.is_down = False
        self.asked = 0

    def fetch(self) -> tuple[DayOfRates, ...]:
        self.asked += 1
        if self.is_down:
            raise Unavailable("the central bank does not answer")
        if not self.published:
            raise RatesUnreadable("the list of rates is empty")
        return self.published
