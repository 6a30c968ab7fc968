"""Bugs of selling: the page, the money and the numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.catalog import PricedLine
from shared.domain.delivery import LoggedEvent
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.ledger import Account, JournalEntry, entry_for_sale
from shared.domain.money import Money
from shared.domain.numbering import SeriesHead, assign, new_head, record_of
from shared.usecases import number_invoices, settle_order
from shared.usecases.open_checkout import OpenCheckout
from shared.usecases.ports.database import Key, Query, Record
from shared.usecases.ports.failures import Unavailable
from shared.usecases.transaction import Session

Patch = pytest.MonkeyPatch


def provider_key_not_persisted(patch: Patch) -> None:
    finish = OpenCheckout._finish  # noqa: SLF001 - between the claim and the call

    def with_a_new_key(self: OpenCheckout, claim: Any, cause: Any) -> Any:
        page = replace(claim.order.page, key=self.randomness.token())
        return finish(self, replace(claim, order=replace(claim.order, page=page)), cause)

    patch.setattr(OpenCheckout, "_finish", with_a_new_key)


def provider_parameters_not_frozen(patch: Patch) -> None:
    finish = OpenCheckout._finish  # noqa: SLF001 - between the claim and the call

    def drawn_up_anew(self: OpenCheckout, claim: Any, cause: Any) -> Any:
        parameters = claim.order.page.parameters.replace("{", f'{{"asked_at": "{self.now()}", ', 1)
        page = replace(claim.order.page, parameters=parameters)
        return finish(self, replace(claim, order=replace(claim.order, page=page)), cause)

    patch.setattr(OpenCheckout, "_finish", drawn_up_anew)


def money_as_float(patch: Patch) -> None:
    def total(self: PricedLine) -> Money:
        return Money(float(self.unit.decimal()) * self.quantity * 100, self.unit.currency)  # type: ignore[arg-type]  # the bug

    patch.setattr(PricedLine, "total", property(total))


def tax_booked_as_income(patch: Patch) -> None:
    def careless(*arguments: Any, **named: Any) -> JournalEntry:
        entry = entry_for_sale(*arguments, **named)
        moved = tuple(
            replace(posting, account=Account.SALES) if posting.account is Account.VAT else posting
            for posting in entry.postings
        )
        return replace(entry, postings=moved)

    patch.setattr(settle_order, "entry_for_sale", careless)


def number_in_a_second_transaction(patch: Patch) -> None:
    """The head moves first, the invoices follow: a crash in between leaves a gap."""

    def number(self: Any, series: str) -> int:
        at = self.now()
        where = (("series", "==", series), ("status", "==", InvoiceStatus.WAITING))

        def take(session: Session) -> tuple[Invoice, ...]:
            batch = session.find(Query(Invoice, where, "requested_at"))
            if not batch:
                return ()
            head = session.get(SeriesHead, series) or new_head(series, today=at.date(), at=at)
            head, numbered = assign(head, batch, today=at.date(), at=at)
            session.save(head)
            return numbered

        numbered = self.transactions(take)

        def hand_out(session: Session) -> tuple[LoggedEvent, ...]:
            session.load(*(Key(Invoice, invoice.id) for invoice in numbered))
            rows = tuple(number_invoices._announce(invoice, at) for invoice in numbered)  # noqa: SLF001 - what the right code tells
            for invoice, row in zip(numbered, rows, strict=True):
                session.save(invoice)
                session.create(record_of(invoice))
                session.create(row)
            return rows

        rows = self.transactions(hand_out)
        self.relay.try_now(rows)
        return len(rows)

    patch.setattr(number_invoices.NumberInvoices, "_number", number)


def head_left_behind(patch: Patch) -> None:
    """The head never moves, so every batch starts at one."""
    save = Session.save

    def forgetful(self: Session, record: Record) -> None:
        if not isinstance(record, SeriesHead):
            save(self, record)

    patch.setattr(Session, "save", forgetful)


def outage_taken_for_a_refusal(patch: Patch) -> None:
    """The buyer is told no, for good, although the page may be open."""
    finish = OpenCheckout._finish  # noqa: SLF001 - where the outage is told from the refusal

    def gives_up(self: OpenCheckout, claim: Any, cause: Any) -> Any:
        try:
            return finish(self, claim, cause)
        except Unavailable:
            return self._record(claim, cause, None)

    patch.setattr(OpenCheckout, "_finish", gives_up)


BUGS_OF_SELLING = (
    provider_key_not_persisted,
    provider_parameters_not_frozen,
    outage_taken_for_a_refusal,
    money_as_float,
    tax_booked_as_income,
    number_in_a_second_transaction,
    head_left_behind,
)
