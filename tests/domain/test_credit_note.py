from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.credit_note import (
    NotNumberedYet,
    TooMuch,
    credit_for,
    credit_note_for,
    credited,
    remaining,
    reversal_for,
    uncredited,
)
from shared.domain.errors import Broken
from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.ledger import Account, entry_for_correction, entry_for_sale
from shared.domain.money import Money
from tests.builders.invoices import TRACEPARENT, a_line, a_numbered_invoice, an_invoice
from tests.fakes.world import NOON

invoices = st.lists(
    st.tuples(st.integers(1, 9_999), st.integers(1, 5), st.sampled_from(["0", "6", "12.5", "25"])),
    min_size=1,
    max_size=5,
).map(
    lambda rows: a_numbered_invoice(
        *(a_line(unit=Money(unit, "eur"), quantity=n, vat_percent=vat) for unit, n, vat in rows)
    )
)


def euros(minor: int) -> Money:
    return Money(minor, "eur")


def note_of(invoice: Invoice, refund_id: str, amount: Money) -> tuple[Invoice, Invoice]:
    """The credit note, and the invoice with it on its record."""
    credit = credit_for(invoice, refund_id, amount)
    note = credit_note_for(invoice, credit, refunded_at=NOON, at=NOON, traceparent=TRACEPARENT)
    return note, credited(invoice, credit)


@given(invoice=invoices, data=st.data())
def test_refunds_in_pieces_take_back_exactly_the_invoice(
    invoice: Invoice, data: st.DataObject
) -> None:
    sold, left = invoice.snapshot, invoice.snapshot.total.minor
    notes: list[Invoice] = []
    while left:
        piece = data.draw(st.integers(1, left))
        note, invoice = note_of(invoice, f"re_{len(notes)}", euros(piece))
        assert note.snapshot.total == euros(piece)
        notes.append(note)
        left -= piece

    assert sum(note.snapshot.tax.minor for note in notes) == sold.tax.minor
    assert all(rest == euros(0) for rest in remaining(invoice))
    with pytest.raises(TooMuch):
        credit_for(invoice, "re_more", euros(1))


@given(invoice=invoices, data=st.data())
def test_each_part_holds_no_more_tax_than_money(invoice: Invoice, data: st.DataObject) -> None:
    for number in range(4):
        left = sum(rest.minor for rest in remaining(invoice))
        if not left:
            break
        amount = euros(data.draw(st.integers(1, left)))
        note, invoice = note_of(invoice, f"re_{number}", amount)
        for line in note.snapshot.lines:
            assert 0 <= line.tax.minor <= line.gross.minor
        if data.draw(st.booleans()):
            invoice = uncredited(invoice, f"re_{number}")


def test_a_whole_refund_repeats_the_invoice_line_by_line() -> None:
    invoice = a_numbered_invoice(a_line(quantity=2), a_line("Quiet Fjord", vat_percent="6"))

    note, _ = note_of(invoice, "re_1", invoice.snapshot.total)

    assert note.snapshot.lines == invoice.snapshot.lines
    assert note.snapshot.taxes == invoice.snapshot.taxes
    assert note.snapshot.kind is DocumentKind.CREDIT_NOTE
    assert note.series == "CN"


def test_a_credit_note_names_its_invoice() -> None:
    invoice = a_numbered_invoice()

    note, _ = note_of(invoice, "re_1", euros(100))

    assert note.snapshot.corrects is not None
    assert note.snapshot.corrects.number_text == invoice.number_text
    assert note.snapshot.corrects.issue_date == invoice.issue_date
    assert note.id == f"cn_{invoice.order_id.removeprefix('ord_')}_re_1"


def test_a_credit_note_waits_until_its_invoice_has_a_number() -> None:
    with pytest.raises(NotNumberedYet, match="has no number yet"):
        note_of(an_invoice(), "re_1", euros(100))


def test_lines_can_be_chosen_and_keep_their_own_rate() -> None:
    invoice = a_numbered_invoice(
        a_line(unit=euros(125_00)), a_line(unit=euros(10_60), vat_percent="6")
    )

    credit = credit_for(invoice, "re_1", euros(10_60), {1: 10_60})
    note = credit_note_for(invoice, credit, refunded_at=NOON, at=NOON, traceparent=TRACEPARENT)

    (row,) = note.snapshot.taxes
    assert (str(row.treatment.percent), row.net, row.tax) == ("6", euros(10_00), euros(60))


@pytest.mark.parametrize("wanted", [{0: 1}, {0: 200_00}, {7: 1_00}, {0: -1, 1: 1_01}])
def test_a_choice_that_does_not_fit_is_refused(wanted: dict[int, int]) -> None:
    invoice = a_numbered_invoice(a_line(), a_line())

    with pytest.raises(TooMuch, match="cannot be taken back"):
        credit_for(invoice, "re_1", euros(1_00), wanted)


@pytest.mark.parametrize(
    ("back", "asked", "words"),
    [
        (0, 900_00, "900.00 EUR is more than the 100.00 EUR that are left"),
        (11_00, 90_00, "90.00 EUR is more than the 89.00 EUR that are left"),
        (100_00, 1, "everything went back already"),
        (100_00, 0, "everything went back already"),
        (0, 0, "0.00 EUR cannot go back: an amount is above 0"),
    ],
)
def test_what_is_too_much_is_said_in_money_alone(back: int, asked: int, words: str) -> None:
    invoice = a_numbered_invoice(a_line(unit=euros(100_00)))
    if back:
        _, invoice = note_of(invoice, "re_1", euros(back))

    with pytest.raises(TooMuch) as refusal:
        credit_for(invoice, "re_2", euros(asked))

    assert str(refusal.value) == words


def test_another_currency_takes_nothing_back() -> None:
    with pytest.raises(TooMuch, match="it was invoiced in EUR"):
        credit_for(a_numbered_invoice(), "re_1", Money(100, "sek"))


def test_a_refund_that_failed_counts_again_and_is_taken_back_by_a_document() -> None:
    invoice = a_numbered_invoice()
    note, after = note_of(invoice, "re_1", euros(50_00))
    numbered = note.numbered(2026, 7, issue_date=NOON.date(), at=NOON)

    reversal = reversal_for(numbered, failed_at=NOON, at=NOON, traceparent=TRACEPARENT)

    assert remaining(uncredited(after, "re_1")) == remaining(invoice)
    assert (reversal.series, reversal.snapshot.kind) == ("RV", DocumentKind.REVERSAL)
    assert reversal.snapshot.corrects is not None
    assert reversal.snapshot.corrects.number_text == "CN-2026-000007"
    with pytest.raises(Broken, match="is no credit note"):
        reversal_for(invoice, failed_at=NOON, at=NOON, traceparent=TRACEPARENT)


def test_sale_refund_and_failed_refund_cancel_out_in_the_ledger() -> None:
    invoice = a_numbered_invoice(a_line(), a_line("Quiet Fjord", vat_percent="6"))
    note, _ = note_of(invoice, "re_1", euros(33_33))
    reversal = reversal_for(
        replace(note, number_text="CN-2026-000001", issue_date=NOON.date()),
        failed_at=NOON,
        at=NOON,
        traceparent=TRACEPARENT,
    )

    sale = entry_for_sale(invoice.snapshot, at=NOON, cause="evt_1")
    refund = entry_for_correction(note, at=NOON, cause="evt_2")
    failed = entry_for_correction(reversal, at=NOON, cause="evt_3")

    held = {
        name: sum(p.amount.minor for p in entry.postings if p.account is Account.STRIPE)
        for name, entry in (("sale", sale), ("refund", refund), ("failed", failed))
    }
    assert held == {"sale": 178_00, "refund": -33_33, "failed": 33_33}
    assert len({sale.id, refund.id, failed.id}) == 3


def test_what_corrects_an_invoice_goes_by_the_rate_of_that_invoice() -> None:
    rate = ExchangeRate(
        currency="sek", rate=Decimal("10.9845"), published_on=NOON.date(), source="ECB"
    )
    invoice = a_numbered_invoice()
    invoice = replace(invoice, snapshot=replace(invoice.snapshot, exchange=rate))
    first, invoice = note_of(invoice, "re_1", euros(30_00))
    rest, _ = note_of(invoice, "re_2", euros(59_00))
    first = first.numbered(2026, 1, issue_date=NOON.date(), at=NOON)
    reversal = reversal_for(first, failed_at=NOON, at=NOON, traceparent=TRACEPARENT)

    assert {note.snapshot.exchange for note in (first, rest, reversal)} == {rate}
    assert [str(note.snapshot.national_tax) for note in (invoice, first, rest, reversal)] == [
        "195.52 SEK",
        "65.91 SEK",
        "129.62 SEK",
        "65.91 SEK",
    ]
