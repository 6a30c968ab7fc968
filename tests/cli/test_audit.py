"""`kvitto audit`: what was counted, what is broken, and the exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.cli.main import main
from shared.domain.ids import invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.order import OrderStatus
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.database import Unreadable
from tests.cli.books import SoldBooks, sold_books

Capture = pytest.CaptureFixture[str]


def test_sound_books_are_counted_and_pass(capsys: Capture) -> None:
    assert main(["audit", "--at-rest"], sold_books(2).open) == 0

    out = capsys.readouterr().out
    assert "        2  orders\n        2  invoices\n" in out
    assert out.endswith("Every invariant holds.\n")


def test_a_breach_is_named_with_its_ids(capsys: Capture) -> None:
    books = sold_books(2)
    order = books.orders[1]
    books.spoil(replace(order, status=OrderStatus.OPEN))

    assert main(["audit"], books.open) == 1

    ids = f"{order.id} {invoice_id_of(order.id)}"
    named = f"1 one invoice per paid order: an invoice, but not paid to us as its seller  {ids}"
    assert named in capsys.readouterr().out.splitlines()


def test_a_record_that_contradicts_itself_is_a_breach_and_not_a_crash(capsys: Capture) -> None:
    books = sold_books()

    odd = Unreadable("journal", "je_1", "journal entry je_1 does not balance: {'eur': 1}")
    books.database.unreadable[JournalEntry] = [odd]

    assert main(["audit", "--json"], books.open) == 1

    (breach,) = json.loads(capsys.readouterr().out)["breaches"]
    assert breach["what"].startswith("journal entry je_1 does not balance")
    assert breach["ids"] == ["journal/je_1"]


def test_json_carries_counts_and_breaches(capsys: Capture) -> None:
    books = sold_books()
    order = books.orders[0]
    books.spoil(replace(order, payment_id=None))

    assert main(["audit", "--json"], books.open) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["orders"] == 1
    broken = {breach["invariant"]: breach["ids"] for breach in told["breaches"]}
    assert broken["8 paid equals invoiced equals booked"] == [order.id]


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--at-rest"], 1)])
def test_unfinished_work_is_a_breach_only_at_rest(
    arguments: list[str], code: int, capsys: Capture
) -> None:
    books = _with_a_queued_receipt()

    assert main(["audit", *arguments], books.open) == code

    assert ("still queued" in capsys.readouterr().out) == bool(code)


def test_unfinished_work_is_a_breach_once_patience_has_run_out(capsys: Capture) -> None:
    books = _with_a_queued_receipt()
    books.at += timedelta(minutes=30)

    assert main(["audit"], books.open) == 1

    assert "9 one receipt per invoice: still queued" in capsys.readouterr().out


def test_a_document_that_is_not_the_one_issued_is_named(capsys: Capture) -> None:
    books = sold_books()
    invoice = next(books.database.scan(Invoice))
    assert invoice.document is not None
    books.spoil(replace(invoice, document=replace(invoice.document, sha256="0" * 64)))

    assert main(["audit"], books.open) == 1

    out = capsys.readouterr().out
    assert f"{invoice_id_of(books.orders[0].id)} {invoice.document.name}" in out


@pytest.mark.parametrize(("documents", "code"), [("all", 1), ("none", 0)])
def test_the_bytes_are_read_as_far_as_asked(documents: str, code: int, capsys: Capture) -> None:
    books = sold_books()
    books.archive.tamper("invoices/2026/INV-2026-000001.pdf", b"%PDF forged")

    assert main(["audit", "--documents", documents], books.open) == code

    assert ("the content has changed" in capsys.readouterr().out) == bool(code)


def test_a_bucket_that_keeps_nothing_is_a_breach_unless_it_is_a_trial(capsys: Capture) -> None:
    books = sold_books()
    for name in books.archive.names():
        books.archive.release(name, None)

    assert main(["audit"], books.open) == 1
    assert "the bucket has no retention policy" in capsys.readouterr().out
    assert main(["audit", "--no-retention"], books.open) == 0


def _with_a_queued_receipt() -> SoldBooks:
    books = sold_books()
    receipt = next(iter(books.database.scan(Receipt)))
    queued = replace(receipt, status=ReceiptStatus.QUEUED, queued_at=books.at)
    books.spoil(queued)
    return books
