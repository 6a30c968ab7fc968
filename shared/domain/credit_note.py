"""Refunds as documents: what a refund takes back of which line, and what says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from shared.domain.allocation import allocate
from shared.domain.credits import Credit, CreditedLine
from shared.domain.errors import Broken, NotYet, Refused
from shared.domain.ids import credit_note_id_of, reversal_id_of
from shared.domain.invoice import (
    Correction,
    DocumentKind,
    Invoice,
    InvoiceSnapshot,
    InvoiceStatus,
)
from shared.domain.invoice_lines import InvoiceLine, taxes_of
from shared.domain.money import Money


class TooMuch(Refused):
    """More would be taken back than was invoiced."""


class NotNumberedYet(NotYet):
    """A credit note must name its invoice, and the invoice has no number yet."""


def remaining(invoice: Invoice) -> tuple[Money, ...]:
    """What of each line has not been taken back."""
    return tuple(
        line.gross - Money(_credited(invoice, place)[0], line.gross.currency)
        for place, line in enumerate(invoice.snapshot.lines)
    )


def credit_for(
    invoice: Invoice, refund_id: str, amount: Money, wanted: Mapping[int, int] | None = None
) -> Credit:
    """Split a refund over the lines, and its tax at each line's own rate.

    `wanted` says how much of which line (place → minor units); without it, every line gives
    in proportion to what is left of it. `TooMuch` if there is not that much left.
    """
    left = [money.minor for money in remaining(invoice)]
    _check_amount(amount, Money(sum(left), invoice.snapshot.total.currency))
    shares = _wanted(wanted, invoice, amount) if wanted else allocate(amount.minor, left)
    lines = tuple(
        CreditedLine(place, gross, _tax_in(invoice, place, gross))
        for place, gross in enumerate(shares)
        if gross
    )
    return Credit(refund_id, lines)


def credited(invoice: Invoice, credit: Credit) -> Invoice:
    return replace(invoice, credits=(*invoice.credits, credit))


def uncredited(invoice: Invoice, refund_id: str) -> Invoice:
    """The refund has failed: what it took back counts again."""
    return replace(
        invoice,
        credits=tuple(
            replace(credit, is_reversed=True) if credit.refund_id == refund_id else credit
            for credit in invoice.credits
        ),
    )


def credit_note_for(
    invoice: Invoice,
    credit: Credit,
    *,
    refunded_at: datetime,
    at: datetime,
    traceparent: str,
    presented: Money | None = None,
) -> Invoice:
    """The un-numbered credit note. `NotNumberedYet` while it could not name its invoice.

    `presented` is what reaches the buyer, where that is another currency.
    """
    seller = invoice.snapshot.seller
    lines = tuple(_taken_back(invoice.snapshot, line) for line in credit.lines)
    return Invoice(
        id=credit_note_id_of(invoice.order_id, credit.refund_id),
        order_id=invoice.order_id,
        series=seller.credit_series,
        status=InvoiceStatus.WAITING,
        requested_at=at,
        traceparent=traceparent,
        snapshot=replace(
            invoice.snapshot,
            kind=DocumentKind.CREDIT_NOTE,
            paid_at=refunded_at,
            lines=lines,
            taxes=taxes_of(lines),
            corrects=_correction(invoice, credit.refund_id),
            presented=presented,
        ),
    )


def reversal_for(
    credit_note: Invoice, *, failed_at: datetime, at: datetime, traceparent: str
) -> Invoice:
    """The un-numbered document that takes a credit note back: its refund never arrived."""
    corrected = credit_note.snapshot.corrects
    if corrected is None:
        raise Broken(f"{credit_note.id} is no credit note")
    return Invoice(
        id=reversal_id_of(credit_note.order_id, corrected.refund_id),
        order_id=credit_note.order_id,
        series=credit_note.snapshot.seller.reversal_series,
        status=InvoiceStatus.WAITING,
        requested_at=at,
        traceparent=traceparent,
        snapshot=replace(
            credit_note.snapshot,
            kind=DocumentKind.REVERSAL,
            paid_at=failed_at,
            corrects=_correction(credit_note, corrected.refund_id),
        ),
    )


def _check_amount(amount: Money, left: Money) -> None:
    """Its words are read by who asked for the refund."""
    if amount.currency != left.currency:
        raise TooMuch(f"{amount} cannot go back: it was invoiced in {left.currency.upper()}")
    if left.minor == 0:
        raise TooMuch("everything went back already")
    if amount.minor <= 0:
        raise TooMuch(f"{amount} cannot go back: an amount is above 0")
    if amount > left:
        raise TooMuch(f"{amount} is more than the {left} that are left")


def _wanted(wanted: Mapping[int, int], invoice: Invoice, amount: Money) -> tuple[int, ...]:
    left = remaining(invoice)
    shares = tuple(wanted.get(place, 0) for place in range(len(left)))
    fits = all(0 <= share <= rest.minor for share, rest in zip(shares, left, strict=True))
    if sum(wanted.values()) != amount.minor or sum(shares) != amount.minor or not fits:
        lines = zip(left, invoice.snapshot.lines, strict=True)
        rests = ", ".join(f"{rest} of {line.sku}" for rest, line in lines)
        raise TooMuch(f"{amount} cannot be taken back from these lines: left are {rests}")
    return shares


def _tax_in(invoice: Invoice, place: int, gross: int) -> int:
    """Cumulative, so that taking a line back in pieces takes back exactly its tax."""
    line = invoice.snapshot.lines[place]
    gross_before, tax_before = _credited(invoice, place)
    share = Fraction(line.tax.minor * (gross_before + gross), line.gross.minor)
    until_now = (2 * share.numerator + share.denominator) // (2 * share.denominator)
    return max(0, min(until_now, line.tax.minor) - tax_before)


def _credited(invoice: Invoice, place: int) -> tuple[int, int]:
    """Gross and tax that have been taken back of a line."""
    lines = list(_standing(invoice, place))
    return sum(line.gross_minor for line in lines), sum(line.tax_minor for line in lines)


def _standing(invoice: Invoice, place: int) -> Iterator[CreditedLine]:
    for credit in invoice.credits:
        if not credit.is_reversed:
            yield from (line for line in credit.lines if line.place == place)


def _taken_back(snapshot: InvoiceSnapshot, credited_line: CreditedLine) -> InvoiceLine:
    line = snapshot.lines[credited_line.place]
    currency = line.gross.currency
    gross = Money(credited_line.gross_minor, currency)
    if gross == line.gross and credited_line.tax_minor == line.tax.minor:
        return line
    # A part of a line is no number of pieces.
    tax = Money(credited_line.tax_minor, currency)
    return replace(line, quantity=1, unit=gross, gross=gross, tax=tax, full=None)


def _correction(corrected: Invoice, refund_id: str) -> Correction:
    if corrected.number_text is None or corrected.issue_date is None:
        raise NotNumberedYet(f"{corrected.id} has no number yet")
    return Correction(corrected.id, corrected.number_text, corrected.issue_date, refund_id)
