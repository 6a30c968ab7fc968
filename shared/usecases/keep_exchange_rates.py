"""Keep what the central bank publishes, so that no sale waits for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.accounting_currency import accounting_currency
from shared.domain.parties import Seller
from shared.domain.reference_rates import RATES_ID, DayOfRates, ReferenceRates
from shared.usecases.ports.exchange_rates import ExchangeRates
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

OLD_AFTER = timedelta(days=5)  # the longest the ECB is silent; two days are left to mend it


@dataclass(frozen=True, slots=True)
class KeepExchangeRates:
    transactions: Transactions
    source: ExchangeRates
    seller: Seller
    now: Now

    def __call__(self) -> int:
        """How many days were new. `Unavailable` if there is nothing to be had, or to keep it in."""
        if not accounting_currency(self.seller):
            return 0  # its state asks for no amount in a currency of its own
        try:
            published = self.source.fetch()
        except Unavailable:
            self._tell_age(self.transactions(_kept))
            raise
        before, after = self.transactions(lambda session: _keep(session, published))
        self._tell_age(after)
        known = {day.published_on for day in before.days}
        return sum(day.published_on not in known for day in after.days)

    def _tell_age(self, rates: ReferenceRates) -> None:
        if rates.days and _is_old(rates, self.now()):
            newest = rates.days[0].published_on.isoformat()
            log.error("exchange rates are old", extra={"why": f"the newest are of {newest}"})


def _is_old(rates: ReferenceRates, at: datetime) -> bool:
    return at - rates.days[0].published_at > OLD_AFTER


def _kept(session: Session) -> ReferenceRates:
    return session.get(ReferenceRates, RATES_ID) or ReferenceRates()


def _keep(
    session: Session, published: tuple[DayOfRates, ...]
) -> tuple[ReferenceRates, ReferenceRates]:
    before = _kept(session)
    after = before.with_days(published)
    session.save(after)
    return before, after
