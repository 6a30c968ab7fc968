"""For every invariant a book that breaks it, and the audit that names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.domain.invoice import Invoice
from shared.domain.receipt import Receipt
from shared.usecases.audit.audit import INVARIANTS
from shared.usecases.audit.books import NO_PATIENCE, Found, Patience, read_books
from shared.usecases.audit.books import Books as AuditedBooks
from tests.builders.purchases import a_shop, paid
from tests.usecases.audit.books import Books, Case, a_sound_shop
from tests.usecases.audit.delivery_cases import DELIVERY_CASES
from tests.usecases.audit.document_cases import DOCUMENT_CASES
from tests.usecases.audit.mail_cases import MAIL_CASES
from tests.usecases.audit.money_cases import MONEY_CASES
from tests.usecases.audit.number_cases import NUMBER_CASES
from tests.usecases.audit.refund_cases import REFUND_CASES

CASES = (*MONEY_CASES, *NUMBER_CASES, *DELIVERY_CASES, *MAIL_CASES, *DOCUMENT_CASES, *REFUND_CASES)


def test_a_sound_book_breaks_nothing() -> None:
    report = a_sound_shop().audit(NO_PATIENCE)

    assert report.breaches == ()
    assert report.counts == {
        "orders": 4,
        "invoices": 2,
        "numbers": 2,
        "journal entries": 2,
        "receipts": 2,
        "events": 9,
        "dead letters": 0,
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_broken_book_is_named_by_the_invariant_it_breaks(case: Case) -> None:
    books = Books()

    case.break_(books)

    breaches = books.shop.audit(NO_PATIENCE).breaches
    assert [
        breach
        for breach in breaches
        if breach.invariant.startswith(f"{case.invariant} ") and case.what in breach.what
    ], breaches


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.__name__)
def test_every_invariant_is_broken_by_one_of_these_books(
    invariant: Callable[[AuditedBooks], Found],
) -> None:
    assert any(breaks(case, invariant) for case in CASES)


def breaks(case: Case, invariant: Callable[[AuditedBooks], Found]) -> bool:
    books = Books()
    case.break_(books)
    return bool(list(invariant(read_books(books.shop.database, books.shop.clock.at, NO_PATIENCE))))


def test_a_breach_names_the_records_to_look_at() -> None:
    books = Books()
    books.drop(Receipt)

    breaches = books.shop.audit(NO_PATIENCE).breaches

    assert [breach.ids for breach in breaches] == [(books.mine(Invoice).id,)]


def test_work_under_way_is_no_breach_until_it_is_late() -> None:
    shop = a_shop()
    paid(shop)

    assert shop.audit(Patience()).breaches == ()
    shop.clock.wait(timedelta(minutes=10).total_seconds())
    assert [breach.what for breach in shop.audit(Patience()).breaches] == ["still without a number"]
