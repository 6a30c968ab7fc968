"""Credit notes before and after the payment."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.billed import drafted, ident, item
from tests.emulators.stripe.plans import (
    payer,
)
from tests.emulators.stripe.running import RunningTwin


def credited(twin: RunningTwin, key: str, **more: Any) -> stripe.CreditNote:
    given: Any = {"invoice": key, **more}
    return twin.stripe.v1.credit_notes.create(params=given)


def test_a_credit_note_makes_an_open_invoice_smaller_and_can_be_voided(twin: RunningTwin) -> None:
    ada = payer(twin)
    item(twin, ada, 2000)
    draft = drafted(twin, ada)
    final = twin.stripe.v1.invoices.finalize_invoice(ident(draft))
    line: Any = {
        "type": "custom_line_item",
        "description": "Scratched",
        "quantity": 1,
        "unit_amount": 500,
    }
    note = credited(twin, ident(draft), lines=[line], reason="product_unsatisfactory")
    assert (note.type, note.total, note.number) == ("pre_payment", 500, f"{final.number}-CN-01")
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).amount_remaining == 1500
    voided = twin.stripe.v1.credit_notes.void_credit_note(note.id)
    assert voided.status == "void"
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).amount_remaining == 2000
    credited(twin, ident(draft), amount=2000)
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).status == "paid"


def test_a_credit_note_gives_paid_money_back(twin: RunningTwin) -> None:
    ada = payer(twin)
    vat = twin.stripe.v1.tax_rates.create(
        params={"display_name": "VAT", "inclusive": False, "percentage": 25}
    )
    item(twin, ada, 2000)
    draft = drafted(twin, ada, default_tax_rates=[vat.id])
    paid = twin.stripe.v1.invoices.pay(ident(draft))
    half: Any = {
        "type": "invoice_line_item",
        "invoice_line_item": paid.lines.data[0].id,
        "amount": 1000,
    }
    preview: Any = {"invoice": ident(draft), "lines": [half], "refund_amount": 1250}
    assert twin.stripe.v1.credit_notes.preview(params=preview).total == 1250
    note = credited(twin, ident(draft), lines=[half], refund_amount=1000, credit_amount=250)
    assert (note.type, note.subtotal, note.total) == ("post_payment", 1000, 1250)
    assert [row.amount for row in note.total_taxes or []] == [250]
    [refund] = twin.stripe.v1.refunds.list().data
    assert (refund.amount, note.refunds[0].refund) == (1000, refund.id)
    assert twin.stripe.v1.customers.retrieve(ada.id).balance == -250
    after = twin.stripe.v1.invoices.retrieve(ident(draft))
    assert (after.status, after.post_payment_credit_notes_amount) == ("paid", 1250)
    assert [row.amount for row in twin.stripe.v1.credit_notes.line_items.list(note.id).data] == [
        1000
    ]


def test_a_credit_note_says_where_the_money_goes_to_the_cent(twin: RunningTwin) -> None:
    ada = payer(twin)
    item(twin, ada, 2000)
    draft = drafted(twin, ada)
    twin.stripe.v1.invoices.pay(ident(draft))
    with pytest.raises(stripe.InvalidRequestError, match="must equal"):
        credited(twin, ident(draft), amount=1000, refund_amount=900)
    with pytest.raises(stripe.InvalidRequestError, match="exceeds"):
        credited(twin, ident(draft), amount=2001, refund_amount=2001)
