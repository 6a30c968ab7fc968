"""Invoices by hand: drafts, lines, numbers, payments."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.billed import drafted, ident, item
from tests.emulators.stripe.plans import (
    payer,
    types,
)
from tests.emulators.stripe.running import RunningTwin


def test_a_draft_takes_in_what_waits_and_is_numbered_when_final(twin: RunningTwin) -> None:
    ada = payer(twin)
    item(twin, ada, 1500, description="Repair")
    item(twin, ada, -200)
    draft = drafted(twin, ada)
    assert (draft.status, draft.total, draft.number) == ("draft", 1300, None)
    final = twin.stripe.v1.invoices.finalize_invoice(ident(draft))
    assert (final.status, final.number) == ("open", f"{ada.invoice_prefix}-0001")
    assert [line.description for line in final.lines.data] == ["Repair", ""]
    paid = twin.stripe.v1.invoices.pay(ident(draft), params={"expand": ["payments"]})
    assert (paid.status, paid.amount_paid, paid.attempt_count) == ("paid", 1300, 1)
    assert paid.payments is not None
    assert paid.payments.data[0].status == "paid"
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        twin.stripe.v1.invoices.pay(ident(draft))


def test_it_finalizes_itself_after_an_hour_when_told_to(twin: RunningTwin) -> None:
    ada = payer(twin)
    item(twin, ada, 1500)
    draft = drafted(twin, ada, auto_advance=True)
    assert draft.automatically_finalizes_at is not None
    twin.advance(minutes=61)
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).status == "paid"


def test_lines_can_be_added_and_taken_off_a_draft(twin: RunningTwin) -> None:
    ada = payer(twin)
    draft = drafted(twin, ada, currency="eur")
    lines: Any = [{"amount": 700, "description": "One"}, {"amount": 300, "description": "Two"}]
    grown = twin.stripe.v1.invoices.add_lines(ident(draft), params={"lines": lines})
    assert grown.total == 1000
    gone: Any = [{"id": grown.lines.data[0].id, "behavior": "delete"}]
    shrunk = twin.stripe.v1.invoices.remove_lines(ident(draft), params={"lines": gone})
    assert (shrunk.total, len(shrunk.lines.data)) == (300, 1)
    listed = twin.stripe.v1.invoices.line_items.list(ident(draft)).data
    assert [row.description for row in listed] == ["Two"]


def test_an_item_on_a_draft_can_be_changed_and_deleted(twin: RunningTwin) -> None:
    ada = payer(twin)
    item(twin, ada, 700)
    draft = drafted(twin, ada)
    [row] = twin.stripe.v1.invoice_items.list(params={"invoice": ident(draft)}).data
    twin.stripe.v1.invoice_items.update(row.id, params={"amount": 900})
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).total == 900
    twin.stripe.v1.invoice_items.delete(row.id)
    assert twin.stripe.v1.invoices.retrieve(ident(draft)).total == 0


def test_a_declined_card_answers_402_and_leaves_it_open(twin: RunningTwin) -> None:
    ada = payer(twin, "pm_card_chargeCustomerFail")
    item(twin, ada, 1500)
    draft = drafted(twin, ada)
    with pytest.raises(stripe.CardError) as caught:
        twin.stripe.v1.invoices.pay(ident(draft))
    assert caught.value.code == "card_declined"
    after = twin.stripe.v1.invoices.retrieve(ident(draft))
    assert (after.status, after.attempted, after.attempt_count) == ("open", True, 1)
    assert "invoice.payment_failed" in types(twin)


def test_void_uncollectible_and_paid_elsewhere(twin: RunningTwin) -> None:
    ada = payer(twin)
    service = twin.stripe.v1.invoices
    kinds = []
    for end in (
        service.void_invoice,
        service.mark_uncollectible,
        lambda key: service.pay(key, params={"paid_out_of_band": True}),
    ):
        item(twin, ada, 1500)
        draft = drafted(twin, ada)
        service.finalize_invoice(ident(draft))
        kinds.append(end(ident(draft)).status)
    assert kinds == ["void", "uncollectible", "paid"]
    assert twin.stripe.v1.payment_intents.list(params={"limit": 3}).data[0].status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        service.delete(ident(draft))


def test_a_draft_can_be_deleted(twin: RunningTwin) -> None:
    draft = drafted(twin, payer(twin), currency="eur")
    assert twin.stripe.v1.invoices.delete(ident(draft)).deleted
    with pytest.raises(stripe.InvalidRequestError, match="No such invoice"):
        twin.stripe.v1.invoices.retrieve(ident(draft))


def test_an_invoice_that_is_sent_needs_a_day_to_be_due(twin: RunningTwin) -> None:
    ada = payer(twin, None)
    item(twin, ada, 1500)
    with pytest.raises(stripe.InvalidRequestError, match="days_until_due"):
        drafted(twin, ada, collection_method="send_invoice")
    draft = drafted(twin, ada, collection_method="send_invoice", days_until_due=14)
    sent = twin.stripe.v1.invoices.send_invoice(ident(draft))
    assert (sent.status, sent.due_date) == ("open", draft.created + 14 * 86_400)
    assert "invoice.sent" in types(twin)


def test_what_a_customer_has_in_credit_pays_first(twin: RunningTwin) -> None:
    ada = payer(twin, balance=-1000)
    item(twin, ada, 1500)
    draft = drafted(twin, ada)
    paid = twin.stripe.v1.invoices.pay(ident(draft))
    assert (paid.starting_balance, paid.ending_balance) == (-1000, 0)
    assert (paid.total, paid.amount_due, paid.amount_paid) == (1500, 500, 500)
    [entry] = twin.stripe.v1.customers.balance_transactions.list(ada.id).data
    assert (entry.type, entry.amount) == ("applied_to_invoice", 1000)


def test_discounts_and_taxes_are_shown_per_line_and_in_total(twin: RunningTwin) -> None:
    ada = payer(twin)
    vat = twin.stripe.v1.tax_rates.create(
        params={"display_name": "VAT", "inclusive": False, "percentage": 25}
    )
    ten = twin.stripe.v1.coupons.create(params={"percent_off": 10})
    item(twin, ada, 1000)
    item(twin, ada, 500)
    draft = drafted(
        twin, ada, discounts=[{"coupon": ten.id}], default_tax_rates=[vat.id], expand=["discounts"]
    )
    assert (draft.subtotal, draft.total, draft.total_excluding_tax) == (1500, 1688, 1350)
    assert [row.amount for row in draft.total_discount_amounts or []] == [150]
    assert [row.amount for row in draft.total_taxes or []] == [338]
    assert isinstance(draft.discounts[0], stripe.Discount)
    first = draft.lines.data[0]
    assert first.taxes is not None
    assert (first.taxes[0].amount, first.taxes[0].taxable_amount) == (225, 900)
