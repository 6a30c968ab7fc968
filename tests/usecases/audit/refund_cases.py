"""Refunds and credit notes, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shared.domain.ids import credit_note_id_of, invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.refund import Refund, RefundStatus
from shared.domain.refund_request import KEY_LIVES
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, stored
from tests.builders.refunds import a_refund_request
from tests.builders.stripe_events import a_refund_event
from tests.usecases.audit.books import Books, Case


def _refunded(change: Callable[[Books], None]) -> Callable[[Books], None]:
    """The first sale, half of it refunded, and then `change`."""

    def break_(books: Books) -> None:
        books.shop.receive_stripe(a_refund_event(amount_minor=10_00), TRACEPARENT)
        books.shop.sweep_waiting()
        change(books)

    return break_


def _note(books: Books) -> Invoice:
    return stored(books.shop, Invoice, credit_note_id_of(books.first.id, "re_1"))


def _sale(books: Books) -> Invoice:
    return stored(books.shop, Invoice, invoice_id_of(books.first.id))


def _forget_the_credit(books: Books) -> None:
    books.put(replace(_sale(books), credits=()))


def _credit_too_much(books: Books) -> None:
    sale = _sale(books)
    (credit,) = sale.credits
    (line,) = credit.lines
    more = replace(credit, lines=(replace(line, gross_minor=TOTAL_MINOR + 1),))
    books.put(replace(sale, credits=(more,)))


def _name_another_invoice(books: Books) -> None:
    note = _note(books)
    assert note.snapshot.corrects is not None
    corrects = replace(note.snapshot.corrects, number_text="INV-2026-000099")
    books.put(replace(note, snapshot=replace(note.snapshot, corrects=corrects)))


def _ask_in_vain(books: Books) -> None:
    books.put(a_refund_request(books.first.id))
    books.shop.clock.wait(KEY_LIVES.total_seconds())


def _fail_silently(books: Books) -> None:
    books.change(Refund, status=RefundStatus.FAILED)


REFUND_CASES = (
    Case(
        "6", "1 credits on the invoice", _refunded(lambda b: b.change(Refund, credit_note_id=None))
    ),
    Case(
        "6",
        "succeeded without its document",
        _refunded(lambda b: b.change(Refund, credit_note_id=None)),
    ),
    Case("6", "asked for, and never answered", _ask_in_vain),
    Case("6", "failed without its document", _refunded(_fail_silently)),
    Case("6", "a failed refund still counts", _refunded(_fail_silently)),
    Case("6", "0 credits on the invoice", _refunded(_forget_the_credit)),
    Case("6", "credited another amount", _refunded(_credit_too_much)),
    Case("6", "more taken back than was invoiced", _refunded(_credit_too_much)),
    Case("6", "a correction of nothing", _refunded(_name_another_invoice)),
    Case("6", "a correction without its refund", _refunded(lambda b: b.drop(Refund))),
    Case(
        "6",
        "no document over its amount",
        _refunded(
            lambda b: b.put(replace(stored(b.shop, Refund, "re_1"), credit_note_id=b.suffix))
        ),
    ),
    Case(
        "12",
        "order.refunded.v1 was never written",
        _refunded(lambda b: b.drop_event("order.refunded.v1:re_1")),
    ),
)
