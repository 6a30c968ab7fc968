"""Phrases of two directions on one line keep each its own order (UAX 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.adapters.invoice_document.brand import plain
from shared.adapters.invoice_document.job import job_for
from shared.adapters.invoice_document.samples import samples
from shared.domain.exchange import ExchangeRate
from tests.builders.invoices import a_seller

_RATE = ExchangeRate(
    currency="sek", rate=Decimal("11.0345"), published_on=date(2026, 11, 20), source="ECB"
)


def small_print(language: str, rate: ExchangeRate) -> str:
    invoice = samples(a_seller(), language, percents=("25", "6"))["invoice"].invoice
    sold = replace(invoice.snapshot, exchange=rate)
    printed = job_for(replace(invoice, snapshot=sold), plain()).view(str)["small_print"]
    assert isinstance(printed, list)
    return " ".join(printed)


def test_source_and_date_of_a_rate_are_not_torn_apart_in_arabic() -> None:
    said = small_print("ar", _RATE)

    assert "(\u2066ECB\u2069, \u206720 نوفمبر 2026\u2069)" in said


def test_a_rate_without_a_source_has_its_date_alone() -> None:
    assert "(\u206720 نوفمبر 2026\u2069)" in small_print("ar", replace(_RATE, source=""))


def test_from_left_to_right_nothing_is_put_around_them() -> None:
    assert "(ECB, 20 November 2026)" in small_print("en", _RATE)
