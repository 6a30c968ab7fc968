"""Run every invariant and list what does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.usecases.audit import deliveries, mails, money, numbers, refunds, taxes
from shared.usecases.audit.books import (
    Books,
    Breach,
    Found,
    Patience,
    every_record_can_be_read,
    read_books,
)
from shared.usecases.audit.documents import ArchiveAudit
from shared.usecases.audit.scope import EVERYTHING, Scope
from shared.usecases.ports.archive import Archive
from shared.usecases.ports.database import Database
from shared.usecases.ports.einvoices import ReadXml
from shared.usecases.ports.world import Now

INVARIANTS: tuple[Callable[[Books], Found], ...] = (
    every_record_can_be_read,
    money.paid_orders_have_one_invoice,
    numbers.numbers_have_no_gap,
    numbers.numbers_are_chronological,
    numbers.invoices_get_numbers,
    money.entries_balance,
    money.entries_have_their_document,
    money.clearing_is_settled,
    money.payments_have_one_effect,
    money.money_reaches_its_order,
    money.paid_orders_are_booked,
    taxes.invoices_repeat_their_orders,
    taxes.tax_is_stated_in_the_states_currency,
    deliveries.receipts_are_settled,
    mails.orders_are_told_of,
    mails.facts_have_one_mail,
    mails.plans_and_mails_belong_together,
    mails.what_is_true_is_not_withheld,
    deliveries.events_are_applied,
    deliveries.events_are_relayed,
    deliveries.every_step_left_its_event,
    refunds.refunds_have_their_documents,
    refunds.requests_are_answered,
    refunds.credits_are_within_their_invoice,
    refunds.corrections_name_what_they_correct,
    money.status_moves_forward,
    deliveries.keys_are_answered,
    money.amounts_are_in_bounds,
)


@dataclass(frozen=True, slots=True)
class Report:
    breaches: tuple[Breach, ...]
    counts: dict[str, int]  # how much was looked at


@dataclass(frozen=True, slots=True)
class Audit:
    database: Database
    archive: Archive
    now: Now
    read_xml: ReadXml

    def __call__(self, patience: Patience, scope: Scope = EVERYTHING) -> Report:
        """Look once, and where something does not hold, once more.

        Reading takes a while and work goes on meanwhile, so a sale may be caught half-read.
        Such a breach is gone at the second look; one that stays is real.
        """
        books, breaches = self._look(patience, scope)
        if breaches:
            books, again = self._look(patience, scope)
            breaches = [breach for breach in again if breach in breaches]
        return Report(tuple(breaches), _counts(books))

    def _look(self, patience: Patience, scope: Scope) -> tuple[Books, list[Breach]]:
        books = read_books(self.database, self.now(), patience)
        breaches = [breach for invariant in INVARIANTS for breach in invariant(books)]
        breaches.extend(ArchiveAudit(self.archive, self.read_xml)(books, scope))
        return books, breaches


def _counts(books: Books) -> dict[str, int]:
    return {
        "orders": len(books.orders),
        "invoices": len(books.invoices),
        "numbers": len(books.numbers),
        "journal entries": len(books.journal),
        "receipts": len(books.receipts),
        "events": len(books.events),
        "dead letters": len(books.dead_letters),
    }
