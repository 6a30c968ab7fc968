"""Whoever publishes the rates between currencies."""

from __future__ import annotations

from typing import Protocol

from shared.domain.reference_rates import DayOfRates
from shared.usecases.ports.failures import Unavailable


class RatesUnreadable(Unavailable):
    """There was an answer, and it is not the list of rates that we know."""


class ExchangeRates(Protocol):
    def fetch(self) -> tuple[DayOfRates, ...]:
        """What is published now: at least one day, each with at least one rate.

        `Unavailable`: no answer. `RatesUnreadable`: one that nobody should compute with.
        """
        ...
