"""`kvitto export`: what is in the file, and that it ties to the ledger."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from shared.cli.main import main
from shared.domain.cause import Cause
from shared.domain.ids import invoice_id_of
from shared.domain.invoice import Invoice
from shared.usecases.export_year import issued
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, archived, paid, receipted
from tests.builders.refunds import tell, to_rest
from tests.builders.stripe_events import a_refund_event
from tests.builders.structured import with_xml
from tests.chaos.shop import Shop
from tests.cli.books import sold_books
from tests.cli.export.exported import books_of, export, exported, read, refunded

Capture = pytest.CaptureFixture[str]


def test_each_document_is_in_the_index_and_lies_beside_it_with_its_hash(tmp_path: Path) -> None:
    books = sold_books(2)

    year = exported(books, tmp_path)

    rows = year.table("index")
    assert [row["number"] for row in rows] == ["INV-2026-000001", "INV-2026-000002"]
    assert rows[0] | {"order_id": ""} == {
        "number": "INV-2026-000001",
        "kind": "invoice",
        "series": "INV",
        "issue_date": "2026-11-22",
        "supply_date": "2026-11-22",
        "order_id": "",
        "buyer_name": "Astrid Lind",
        "buyer_country": "SE",
        "buyer_vat_id": "",
        "currency": "EUR",
        "net": "39.92",
        "tax": "9.98",
        "gross": "49.90",
        "taxes": "SE S 25%: 39.92 + 9.98",
        "tax_currency": "EUR",
        "tax_in_tax_currency": "9.98",
        "corrects": "",
        "e_invoice_in_pdf": "no",
        "pdf_file": "documents/INV/INV-2026-000001.pdf",
        "pdf_sha256": hashlib.sha256(year.contents[rows[0]["pdf_file"]]).hexdigest(),
        "xml_file": "",
        "xml_sha256": "",
    }
    for row in rows:
        pdf = books.archive.read(f"invoices/2026/{row['number']}.pdf")
        assert year.contents[row["pdf_file"]] == pdf


def test_the_checksums_are_of_every_other_file(tmp_path: Path) -> None:
    year = exported(sold_books(2), tmp_path)

    lines = [line.split("  ") for line in year.text("SHA256SUMS").splitlines()]

    assert list(year.contents) == sorted(year.contents)
    assert {name: digest for digest, name in lines} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in year.contents.items()
        if name != "SHA256SUMS"
    }


def test_xml_lies_beside_its_pdf(tmp_path: Path) -> None:
    shop = a_shop()
    shop.issue = replace(shop.issue, render=with_xml)
    archived(shop)

    year = exported(books_of(shop), tmp_path)

    (row,) = year.table("index")
    assert (row["e_invoice_in_pdf"], row["xml_file"]) == (
        "yes",
        "documents/INV/INV-2026-000001.xml",
    )
    assert hashlib.sha256(year.contents[row["xml_file"]]).hexdigest() == row["xml_sha256"]


def test_a_credit_note_takes_away_and_a_reversal_brings_back(tmp_path: Path) -> None:
    shop = a_shop()
    refunded(shop, 20_00)
    receipted(shop, 2)
    failed = a_refund_event("failed", amount_minor=20_00, event_id="evt_2", status="failed")
    before = exported(books_of(shop), tmp_path)
    tell(shop, failed)
    to_rest(shop)
    after = exported(books_of(shop), tmp_path)

    signed = {row["number"]: (row["gross"], row["corrects"]) for row in after.table("index")}
    assert signed == {
        "CN-2026-000001": ("-20.00", "INV-2026-000001"),
        "INV-2026-000001": ("49.90", ""),
        "INV-2026-000002": ("49.90", ""),
        "RV-2026-000001": ("20.00", "CN-2026-000001"),
    }
    assert before.totals["currencies"]["eur"]["gross_minor"] == 2 * TOTAL_MINOR - 20_00
    assert after.totals["currencies"]["eur"]["gross_minor"] == 2 * TOTAL_MINOR
    assert after.totals["documents"] == {"credit_note": 1, "invoice": 2, "reversal": 1}


def test_sums_per_month_and_rate_are_those_of_the_ledger(tmp_path: Path) -> None:
    shop = a_shop()
    refunded(shop, 20_00)

    year = exported(books_of(shop), tmp_path)

    assert {
        (row["series"], row["percent"], row["net"], row["tax"], row["gross"])
        for row in year.table("totals")
    } == {("INV", "25", "39.92", "9.98", "49.90"), ("CN", "25", "-16.00", "-4.00", "-20.00")}
    for row in year.table("reconciliation"):
        assert (row["net"], row["tax"], row["gross"], row["difference"]) == (
            row["ledger_sales"],
            row["ledger_vat"],
            row["ledger_received"],
            "0.00",
        )
    postings = year.table("journal")
    debits, credits_ = (
        sum(Decimal(row[side] or 0) for row in postings) for side in ("debit", "credit")
    )
    assert debits == credits_ > 0
    assert {row["number"] for row in postings} == {"INV-2026-000001", "CN-2026-000001"}


def test_the_same_books_are_the_same_bytes_on_another_day(tmp_path: Path) -> None:
    books = sold_books(3)
    books.at = datetime(2027, 3, 1, tzinfo=UTC)
    assert export(books, tmp_path / "a.zip") == 0
    books.at = datetime(2029, 3, 1, tzinfo=UTC)
    assert export(books, tmp_path / "b.zip") == 0

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_year_of_many_pages_is_read_to_its_end(
    page: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issued, "PAGE", page)

    year = exported(sold_books(4), tmp_path)

    assert [row["number"] for row in year.table("index")] == [
        f"INV-2026-00000{number}" for number in range(1, 5)
    ]


def test_the_year_is_that_of_the_issue_date_at_the_sellers_place(tmp_path: Path) -> None:
    shop = a_shop()
    issued_at(shop, 1, datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    issued_at(shop, 2, datetime(2026, 12, 31, 23, 1, tzinfo=UTC))  # 2027 in Stockholm

    books = books_of(shop)
    old, new = exported(books, tmp_path), exported(books, tmp_path, year=2027)

    assert [row["number"] for row in old.table("index")] == ["INV-2026-000001"]
    assert [row["number"] for row in new.table("index")] == ["INV-2027-000001"]
    assert "Please note" not in old.text("README.txt")


def test_a_name_that_would_be_a_formula_is_text(tmp_path: Path) -> None:
    books = sold_books()
    invoice = next(books.database.scan(Invoice))
    snapshot = invoice.snapshot
    evil = replace(snapshot.buyer, name='=HYPERLINK("http://evil.example","click")')
    books.spoil(replace(invoice, snapshot=replace(snapshot, buyer=evil)))

    (row,) = exported(books, tmp_path).table("index")

    assert row["buyer_name"] == "'" + evil.name


def test_what_was_written_is_told_also_as_json(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "year.zip"

    assert export(sold_books(2), path) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == [
        "        2  invoices",
        "EUR net 79.84, tax 19.96: as in the ledger",
    ]
    assert "2026 is not over in Europe/Stockholm" in err

    assert export(sold_books(2), path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["currencies"] == read(path).totals["currencies"]


@pytest.mark.parametrize("year", ["26", "year", "２０２６", "20266"])  # noqa: RUF001 - full width
def test_what_is_no_year_is_refused(year: str, capsys: Capture) -> None:
    assert main(["export", year], sold_books().open) == 2
    assert "is not a year" in capsys.readouterr().err


def test_a_folder_that_does_not_exist_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: Capture
) -> None:
    books = sold_books()

    assert export(books, tmp_path / "nowhere" / "year.zip") == 2

    assert books.opened == []
    assert "is no folder" in capsys.readouterr().err


def issued_at(shop: Shop, number: int, at: datetime) -> None:
    order_id = paid(shop, number)
    shop.clock.wait((at - shop.clock.at).total_seconds())
    shop.number("INV")
    shop.issue(invoice_id_of(order_id), Cause("evt_numbered", TRACEPARENT))
