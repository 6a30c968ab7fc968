"""Receive a message, and get the exchange rates first where there are none: a shop's first sale.

Otherwise a schedule keeps them, and no sale hangs on whether the central bank answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from shared.usecases.national_tax import NoExchangeRate
from shared.usecases.ports.failures import Unavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReceiveWithRates:
    receive: Callable[[bytes, str], None]
    keep_rates: Callable[[], int]

    def __call__(self, body: bytes, traceparent: str) -> None:
        """`NoExchangeRate` or `Unavailable` while there is no rate: the message comes again."""
        try:
            self.receive(body, traceparent)
        except NoExchangeRate as missing:
            try:
                self.keep_rates()
                self.receive(body, traceparent)
            except (NoExchangeRate, Unavailable) as reason:
                extra = {"order_id": missing.order_id, "why": str(reason)}
                log.error("sale waits for an exchange rate", extra=extra)  # noqa: TRY400 - no bug of ours
                raise
