"""The central bank's rates, kept: each day once, and told when they grow old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shared.domain.parties import Seller
from shared.domain.reference_rates import RATES_ID, DayOfRates, ReferenceRates
from shared.usecases.keep_exchange_rates import KeepExchangeRates
from shared.usecases.ports.exchange_rates import RatesUnreadable
from shared.usecases.ports.failures import Unavailable
from shared.usecases.transaction import Transactions
from tests.builders.invoices import a_seller
from tests.fakes.database import MemoryDatabase
from tests.fakes.exchange_rates import MemoryRates
from tests.fakes.world import FakeClock, SeededRandomness

FRIDAY = DayOfRates(date(2026, 11, 20), {"sek": Decimal("10.9845")})
MONDAY = DayOfRates(date(2026, 11, 23), {"sek": Decimal("11.0012")})


class Keeping:
    def __init__(self, *published: DayOfRates, seller: Seller | None = None) -> None:
        self.bank = MemoryRates(*published)
        self.clock = FakeClock()
        transactions = Transactions(MemoryDatabase(), SeededRandomness(), self.clock.wait)
        self.transactions = transactions
        self.keep = KeepExchangeRates(transactions, self.bank, seller or a_seller(), self.clock)

    def kept(self) -> tuple[DayOfRates, ...]:
        found = self.transactions(lambda session: session.get(ReferenceRates, RATES_ID))
        return found.days if found else ()


def test_a_new_day_is_kept_beside_those_before() -> None:
    keeping = Keeping(FRIDAY)
    counted = [keeping.keep(), keeping.keep()]
    keeping.bank.published = (MONDAY,)
    counted.append(keeping.keep())

    assert counted == [1, 0, 1]
    assert keeping.kept() == (MONDAY, FRIDAY)


def test_a_bank_that_is_away_costs_nothing_that_is_kept() -> None:
    keeping = Keeping(FRIDAY)
    keeping.keep()
    keeping.bank.is_down = True

    with pytest.raises(Unavailable, match="does not answer"):
        keeping.keep()

    assert keeping.kept() == (FRIDAY,)


def test_of_an_answer_that_cannot_be_read_nothing_is_kept() -> None:
    keeping = Keeping()

    with pytest.raises(RatesUnreadable):
        keeping.keep()

    assert keeping.kept() == ()


@pytest.mark.parametrize(("days", "told"), [(4, []), (6, ["exchange rates are old"])])
def test_somebody_is_told_two_days_before_sales_have_to_wait(
    days: int, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    keeping = Keeping(FRIDAY)
    keeping.keep()
    keeping.clock.move_to(FRIDAY.published_at + timedelta(days=days))

    keeping.keep()  # the bank has nothing new
    keeping.bank.is_down = True
    with pytest.raises(Unavailable):
        keeping.keep()

    assert caplog.messages == told * 2


def test_a_seller_whose_state_asks_for_none_asks_nobody() -> None:
    home = replace(a_seller().address, country="US")
    keeping = Keeping(FRIDAY, seller=replace(a_seller(), address=home, accounting_currency=""))

    assert keeping.keep() == 0
    assert (keeping.bank.asked, keeping.kept()) == (0, ())
