"""`kvitto export` for a shop in Sweden that sells in euros: its tax in kronor, from one column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shared.domain.exchange import ExchangeRate
from shared.domain.ids import OrderId, invoice_id_of
from shared.domain.invoice import Invoice, InvoiceSnapshot
from shared.domain.money import Money
from shared.usecases.export_year import totals
from shared.usecases.export_year.stated_tax import stated_parts
from shared.usecases.ports.database import Put
from tests.builders.invoices import a_seller
from tests.builders.purchases import a_shop, receipted, stored
from tests.builders.refunds import tell, to_rest
from tests.builders.stripe_events import a_refund_event
from tests.chaos.shop import Shop
from tests.cli.books import SoldBooks
from tests.cli.export.exported import Exported, books_of, export, exported

SWEDISH = replace(a_seller(), accounting_currency="")  # kronor, by its state
ECB = ExchangeRate(
    currency="sek", rate=Decimal("10.9845"), published_on=date(2026, 11, 20), source="ECB"
)
SUMMED = ("index", "taxes", "totals", "reconciliation")


def sold_abroad(shop: Shop, number: int, exchange: ExchangeRate | None = ECB) -> OrderId:
    order_id = receipted(shop, number)
    invoice = stored(shop, Invoice, invoice_id_of(order_id))
    snapshot = replace(invoice.snapshot, seller=SWEDISH, exchange=exchange)
    shop.database.commit([Put(replace(invoice, snapshot=snapshot))])
    return order_id


def books_of_both() -> SoldBooks:
    """Two sales by the rate, one of them taken back in part, and one in the seller's currency."""
    shop = a_shop()
    sold_abroad(shop, 1)
    tell(shop, a_refund_event(amount_minor=20_00))
    to_rest(shop)
    sold_abroad(shop, 2)
    receipted(shop, 3)
    return books_of(shop)


def summed(year: Exported, table: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in year.table(table):
        currency = row["tax_currency"]
        sums[currency] = sums.get(currency, Decimal()) + Decimal(row["tax_in_tax_currency"])
    return sums


def test_every_table_has_the_same_tax_in_each_tax_currency(tmp_path: Path) -> None:
    year = exported(books_of_both(), tmp_path)

    assert {row["number"]: row["tax_in_tax_currency"] for row in year.table("index")} == {
        "CN-2026-000001": "-43.94",
        "INV-2026-000001": "109.63",
        "INV-2026-000002": "109.63",
        "INV-2026-000003": "9.98",
    }
    owed = {"SEK": Decimal("175.32"), "EUR": Decimal("9.98")}
    assert [summed(year, table) for table in SUMMED] == [owed] * len(SUMMED)


def test_sums_of_two_tax_currencies_are_two_rows_each_tied_to_the_ledger(tmp_path: Path) -> None:
    year = exported(books_of_both(), tmp_path)

    columns = ("series", "tax", "tax_currency", "tax_in_tax_currency")
    expected = [
        ("CN", "-4.00", "SEK", "-43.94"),
        ("INV", "9.98", "EUR", "9.98"),
        ("INV", "19.96", "SEK", "219.26"),
    ]
    for table in ("totals", "reconciliation"):
        assert [tuple(row[name] for name in columns) for row in year.table(table)] == expected
    assert {row["difference"] for row in year.table("reconciliation")} == {"0.00"}


def test_programs_read_the_same_in_minor_units(tmp_path: Path) -> None:
    told = exported(books_of_both(), tmp_path).totals

    assert told["tax_currencies"] == {
        "eur": {"tax_in_tax_currency_minor": 998},
        "sek": {"tax_in_tax_currency_minor": 175_32},
    }
    for part in ("rates", "periods"):
        kronor = [row for row in told[part] if row["tax_currency"] == "sek"]
        assert sum(row["tax_in_tax_currency_minor"] for row in kronor) == 175_32


def test_the_readme_says_by_which_rate_and_how_it_is_rounded(tmp_path: Path) -> None:
    said = exported(books_of_both(), tmp_path).text("README.txt")

    assert "  SEK  tax in the currency of the state 175.32\n" in said
    words = " ".join(said.split())
    for fact in (
        "the European Central Bank published last before the money moved",
        "frozen in the invoice",
        "rounded half up to the minor unit",
        "largest remainders",
    ):
        assert fact in words


def test_parts_that_do_not_add_up_to_the_document_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def an_ore_less(sold: InvoiceSnapshot) -> tuple[Money, ...]:
        first, *rest = stated_parts(sold)
        return (first - Money(1, first.currency), *rest)

    monkeypatch.setattr(totals, "stated_parts", an_ore_less)

    assert export(books_of_both(), tmp_path / "year.zip") == 1

    wrong = "2026-11 INV has other sums by rate than by document: tax_in_tax_currency"
    assert wrong in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_lacks_its_rate_counts_in_its_own_currency_and_is_warned_of(
    tmp_path: Path,
) -> None:
    shop = a_shop()
    sold_abroad(shop, 1, exchange=None)
    books = books_of(shop)
    books.at = datetime(2027, 6, 1, tzinfo=UTC)

    year = exported(books, tmp_path)

    assert summed(year, "totals") == {"EUR": Decimal("9.98")}
    (warning,) = year.totals["warnings"]
    assert warning.startswith("tax is not stated in the currency of the state")
    assert warning.endswith(": INV-2026-000001")
