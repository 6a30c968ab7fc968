"""What `kvitto export` refuses, and what it warns of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry, Posting
from shared.domain.money import Money
from shared.usecases.ports.failures import Unavailable
from tests.builders.purchases import a_shop, archived, paid
from tests.builders.refunds import sold, tell
from tests.builders.stripe_events import a_refund_event
from tests.cli.books import SoldBooks, sold_books
from tests.cli.export.exported import books_of, export, exported
from tests.fakes.troubled import Trouble, Troubled

Capture = pytest.CaptureFixture[str]
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def the_entry(books: SoldBooks) -> JournalEntry:
    return next(books.database.scan(JournalEntry))


def unbook(books: SoldBooks) -> None:
    books.database.forget(JournalEntry, the_entry(books).id)


def book_more(books: SoldBooks) -> None:
    """A cent from sales to tax: the entry still balances."""
    entry = the_entry(books)
    debt, sales, vat, *rest = entry.postings
    cent = Money(1, "eur")
    moved = (
        debt,
        Posting(sales.account, sales.amount + cent),
        Posting(vat.account, vat.amount - cent),
        *rest,
    )
    books.spoil(replace(entry, postings=moved))


def sum_up_wrongly(books: SoldBooks) -> None:
    invoice = next(books.database.scan(Invoice))
    (row,) = invoice.snapshot.taxes
    wrong = replace(invoice.snapshot, taxes=(replace(row, net=row.net + Money(1, "eur")),))
    books.spoil(replace(invoice, snapshot=wrong))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (unbook, "INV-2026-000001 is not booked"),
        (book_more, "INV-2026-000001 is booked with another amount on income:sales"),
        (sum_up_wrongly, "INV-2026-000001 has a tax summary that does not add up to its total"),
    ],
)
def test_books_that_do_not_tie_are_refused_in_one_line_that_names_the_documents(
    spoil: Callable[[SoldBooks], None], why: str, tmp_path: Path, capsys: Capture
) -> None:
    books = sold_books(2)
    spoil(books)

    assert export(books, tmp_path / "year.zip") == 1

    line = f"kvitto: documents and ledger differ: {why}; nothing was written\n"
    assert capsys.readouterr().err == line
    assert list(tmp_path.iterdir()) == []


def test_many_that_do_not_tie_are_counted(tmp_path: Path, capsys: Capture) -> None:
    books = sold_books(12)
    for entry in list(books.database.scan(JournalEntry)):
        books.database.forget(JournalEntry, entry.id)

    assert export(books, tmp_path / "year.zip") == 1

    assert "INV-2026-000010 is not booked and 2 more; nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda books, name: books.archive.forget(name), "is not in the archive"),
        (lambda books, name: books.archive.tamper(name, b"%PDF forged"), "is not the file that"),
    ],
)
def test_a_file_that_is_not_what_was_issued_stops_the_export_and_leaves_what_was_there(
    spoil: Callable[[SoldBooks, str], None], why: str, tmp_path: Path, capsys: Capture
) -> None:
    books, path = sold_books(2), tmp_path / "year.zip"
    assert export(books, path) == 0
    before = path.read_bytes()
    spoil(books, "invoices/2026/INV-2026-000002.pdf")

    assert export(books, path) == 1

    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


def test_a_year_without_documents_is_no_file(tmp_path: Path, capsys: Capture) -> None:
    assert export(sold_books(), tmp_path / "year.zip", year=2019) == 1

    assert "nothing was issued in 2019" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_is_busy_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("shared.cli.export.downloads.wait", waited.append)
    books = sold_books()
    busy = [Trouble(Unavailable("busy")), Trouble(Unavailable("busy"))]
    flaky = SoldBooks(books.database, Troubled(books.archive, "read", busy), books.at)  # type: ignore[arg-type]  # it answers the same calls

    assert export(flaky, tmp_path / "year.zip") == 0
    assert waited == [1.0, 2.0]


def test_a_year_that_is_over_and_whole_needs_no_warning(tmp_path: Path) -> None:
    books = sold_books(2)
    books.at = LATER

    assert exported(books, tmp_path).totals["warnings"] == []


def test_a_number_that_is_missing_is_warned_of(tmp_path: Path) -> None:
    books = sold_books(4)
    books.at = LATER
    for number in (2, 4):
        books.database.forget(Invoice, of_number(books, number).id)

    assert exported(books, tmp_path).totals["warnings"] == [
        "numbers are missing, run `kvitto audit`: INV-2026-000002, INV-2026-000004"
    ]


def test_a_document_without_its_pdf_is_warned_of_and_stands_in_the_index(tmp_path: Path) -> None:
    shop = a_shop()
    archived(shop, 1)
    paid(shop, 2)
    shop.number("INV")
    books = books_of(shop)
    books.at = LATER

    year = exported(books, tmp_path)

    assert year.totals["warnings"] == ["numbered, and without a PDF yet: INV-2026-000002"]
    assert [row["pdf_file"] for row in year.table("index")] == [
        "documents/INV/INV-2026-000001.pdf",
        "",
    ]
    assert "without a PDF yet: INV-2026-000002" in year.text("README.txt")


def test_a_refund_that_waits_for_its_number_is_warned_of(tmp_path: Path) -> None:
    shop, order_id = sold()
    tell(shop, a_refund_event(amount_minor=10_00))
    books = books_of(shop)
    books.at = LATER

    (warning,) = exported(books, tmp_path).totals["warnings"]

    assert warning.startswith("sales and refunds until the end of 2026 that have no number yet")
    assert f"cn_{order_id.removeprefix('ord_')}_re_1" in warning


def test_a_sale_of_next_year_that_waits_is_none_of_this_years(tmp_path: Path) -> None:
    shop, _ = sold()
    shop.clock.wait(timedelta(days=60).total_seconds())
    paid(shop, 2)
    books = books_of(shop)
    books.at = LATER

    assert exported(books, tmp_path).totals["warnings"] == []


def of_number(books: SoldBooks, number: int) -> Invoice:
    return next(found for found in books.database.scan(Invoice) if found.number == number)
