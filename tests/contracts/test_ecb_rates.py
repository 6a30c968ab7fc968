"""The ECB's files, read: what is there, and every way not to get it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from emulators.clock.clock import Clock
from emulators.ecb.document import document
from emulators.ecb.server import DAILY, NINETY_DAYS, EcbServer
from shared.adapters import ecb_rates
from shared.adapters.ecb_rates import ECB_DAILY, LENGTH_MAX, EcbRates, read_rates
from shared.domain.reference_rates import REFERENCED
from shared.usecases.ports.exchange_rates import RatesUnreadable
from shared.usecases.ports.failures import Unavailable
from tests.contracts import nobody
from tests.contracts.http_tap import HttpTap
from tests.emulators.loop_thread import LoopThread

DAY = date(2026, 11, 20)
GOOD = document([DAY])
XML = {"Content-Type": "text/xml"}


@pytest.fixture(scope="module")
def tap() -> Iterator[tuple[HttpTap, str]]:
    with LoopThread() as loop:
        bank = loop.call(lambda: EcbServer(Clock()))
        port = loop.run(bank.start())
        tap = loop.call(lambda: HttpTap(f"http://127.0.0.1:{port}"))
        yield tap, f"http://127.0.0.1:{loop.run(tap.start())}"
        loop.run(tap.stop())
        loop.run(bank.stop())


def test_the_latest_day_has_a_rate_of_every_currency(tap: tuple[HttpTap, str]) -> None:
    _, address = tap

    (day,) = EcbRates(address + DAILY).fetch()

    assert set(day.per_euro) == REFERENCED
    assert all(rate > 0 for rate in day.per_euro.values())
    assert ECB_DAILY.endswith(DAILY)


def test_ninety_days_come_in_the_same_form(tap: tuple[HttpTap, str]) -> None:
    _, address = tap

    days = EcbRates(address + NINETY_DAYS).fetch()

    assert len(days) > 60
    assert days[0] == EcbRates(address + DAILY).fetch()[0]


def test_digits_are_read_as_they_stand() -> None:
    (day,) = read_rates(GOOD.replace("currency='SEK' rate='10", "currency='SEK' rate='11").encode())

    assert day.published_on == DAY
    assert str(day.per_euro["sek"]) == "11.9909"
    assert day.per_euro["sek"] == Decimal("11.9909")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no XML"),
        ("<html>Service unavailable</html>", "empty"),
        (json.dumps({"rates": {}}), "no XML"),
        (GOOD[:-30], "no XML"),
        (GOOD.replace(DAY.isoformat(), "20 November"), "no date"),
        (GOOD.replace("rate='10.9909'", "rate='10,9909'"), "the rate of sek is no number"),
        (GOOD.replace("rate='10.9909'", "rate='NaN'"), "the rate of sek is no number"),
        (GOOD.replace("rate='10.9909'", "rate='0.0000'"), "the rate of sek is no number"),
        (GOOD.replace("rate='10.9909'", "rate='-1'"), "the rate of sek is no number"),
        (GOOD.replace("rate='10.9909'", "rate='1e9'"), "the rate of sek is no number"),
        (GOOD.replace("rate='10.9909'", ""), "the rate of sek is no number"),
        (GOOD.replace("Cube currency", "Cube coin"), "empty"),
        (GOOD.replace("?>", "?><!DOCTYPE a [<!ENTITY b 'c'>]>"), "declares a type"),
        (" " * (LENGTH_MAX + 1), "longer than any has been"),
    ],
)
def test_what_is_no_list_of_rates_is_refused_whole(
    content: str, why: str, tap: tuple[HttpTap, str]
) -> None:
    between, address = tap
    between.answer_next(200, XML, content)

    with pytest.raises(RatesUnreadable, match=why):
        EcbRates(address + DAILY).fetch()


def test_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(RatesUnreadable, match="no XML"):
        read_rates(GOOD.encode("utf-16"))


@pytest.mark.parametrize("status", [301, 404, 500, 503])
def test_any_other_answer_is_none(status: int, tap: tuple[HttpTap, str]) -> None:
    between, address = tap
    between.answer_next(status, {"Location": "https://elsewhere.example"}, GOOD)

    with pytest.raises(Unavailable, match=f"answered {status}"):
        EcbRates(address + DAILY).fetch()


def test_a_bank_that_breaks_off_or_is_not_there_did_not_answer(tap: tuple[HttpTap, str]) -> None:
    between, address = tap
    between.lose_next_reply()

    with nobody.refusing() as closed:
        for url in (address + DAILY, f"http://{closed}/"):
            with pytest.raises(Unavailable):
                EcbRates(url).fetch()


def test_a_bank_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ecb_rates, "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)

    with nobody.silent() as address, pytest.raises(Unavailable, match="Timeout"):
        EcbRates(f"http://{address}/").fetch()
