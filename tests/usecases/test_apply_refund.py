"""Money that goes back: one credit note per refund, whatever is told how often, in any order."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from shared.domain.credit_note import NotNumberedYet
from shared.domain.delivery import InboxEntry, LoggedEvent
from shared.domain.ids import credit_note_id_of, invoice_id_of, receipt_id_of
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.domain.refund import Refund, RefundStatus
from shared.usecases.apply_refund import PaymentUnknown
from shared.usecases.refund_metadata import LINES_KEY
from tests.builders.canonical import canonical
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, paid, stored
from tests.builders.refunds import breaches, held_by_stripe, sold, tell, to_rest
from tests.builders.stripe_events import a_refund_event, a_session_event, an_intent_event


def test_a_refund_becomes_a_numbered_credit_note_an_entry_and_a_mail() -> None:
    shop, order_id = sold()

    tell(shop, a_refund_event(amount_minor=TOTAL_MINOR))
    to_rest(shop)

    note = stored(shop, Invoice, credit_note_id_of(order_id, "re_1"))
    assert (note.number_text, note.snapshot.kind) == ("CN-2026-000001", DocumentKind.CREDIT_NOTE)
    assert note.snapshot.corrects is not None
    assert note.snapshot.corrects.number_text == "INV-2026-000001"
    assert note.document is not None
    assert held_by_stripe(shop) == 0
    assert [mail.receipt_id for mail in shop.mailer.sent] == [
        receipt_id_of(invoice_id_of(order_id)),
        receipt_id_of(note.id),
    ]
    assert stored(shop, Order, order_id).status is OrderStatus.PAID
    assert breaches(shop) == []


def test_several_refunds_add_up_to_the_invoice_and_not_to_more() -> None:
    shop, order_id = sold()

    for number, part in enumerate((10_00, 19_95, 19_95), 1):
        tell(
            shop,
            a_refund_event(amount_minor=part, refund_id=f"re_{number}", event_id=f"evt_r{number}"),
        )
    to_rest(shop)

    notes = [d for d in shop.database.scan(Invoice) if d.snapshot.kind is DocumentKind.CREDIT_NOTE]
    invoice = stored(shop, Invoice, invoice_id_of(order_id))
    assert sorted(note.number_text or "" for note in notes) == [
        f"CN-2026-00000{number}" for number in (1, 2, 3)
    ]
    assert sum(note.snapshot.tax.minor for note in notes) == invoice.snapshot.tax.minor
    assert breaches(shop) == []


def test_more_than_was_paid_is_put_before_a_person() -> None:
    shop, order_id = sold()

    tell(shop, a_refund_event(amount_minor=TOTAL_MINOR + 1))

    assert stored(shop, InboxEntry, "stripe:evt_refund").why is not None
    assert f"{order_id.removeprefix('ord_')}:order.review_needed.v1" in {
        event.id for event in shop.database.scan(LoggedEvent)
    }
    assert list(shop.database.scan(Refund)) == []


def test_a_refund_in_another_currency_is_put_before_a_person() -> None:
    shop, _ = sold()

    tell(shop, a_refund_event(amount_minor=100, currency="xxx"))

    assert stored(shop, InboxEntry, "stripe:evt_refund").why == "a refund in another currency"


def test_a_pending_refund_waits_for_its_success() -> None:
    shop, order_id = sold()

    tell(shop, a_refund_event(amount_minor=100, status="pending"))
    assert stored(shop, Refund, "re_1").status is RefundStatus.PENDING
    assert held_by_stripe(shop) == TOTAL_MINOR
    tell(shop, a_refund_event("updated", amount_minor=100, event_id="evt_r2"))

    assert stored(shop, Refund, "re_1").credit_note_id == credit_note_id_of(order_id, "re_1")
    assert held_by_stripe(shop) == TOTAL_MINOR - 100


def test_a_refund_that_fails_weeks_later_is_taken_back_by_a_document_of_its_own() -> None:
    shop, order_id = sold()
    tell(shop, a_refund_event(amount_minor=20_00))
    to_rest(shop)

    tell(shop, a_refund_event("failed", amount_minor=20_00, status="failed", event_id="evt_r2"))
    to_rest(shop)

    refund = stored(shop, Refund, "re_1")
    assert refund.reversal_id is not None
    reversal = stored(shop, Invoice, refund.reversal_id)
    assert (reversal.number_text, reversal.snapshot.total) == (
        "RV-2026-000001",
        Money(20_00, "eur"),
    )
    assert reversal.snapshot.corrects is not None
    assert reversal.snapshot.corrects.number_text == "CN-2026-000001"
    assert held_by_stripe(shop) == TOTAL_MINOR
    assert [mail.order_id for mail in shop.mailer.sent] == [order_id] * 3
    assert breaches(shop) == []


def test_a_refund_that_only_failed_leaves_no_document() -> None:
    shop, _ = sold()

    tell(shop, a_refund_event("failed", amount_minor=20_00, status="failed"))
    tell(shop, a_refund_event("updated", amount_minor=20_00, event_id="evt_late"))

    assert stored(shop, Refund, "re_1").credit_note_id is None
    assert len(list(shop.database.scan(Invoice))) == 1
    assert breaches(shop) == []


REPORTS: dict[str, dict[str, Any]] = {
    "created": {"status": "pending", "event_id": "evt_r1"},
    "updated": {"status": "succeeded", "event_id": "evt_r2"},
    "created again": {"status": "pending", "event_id": "evt_r1"},
}


@pytest.mark.parametrize("order", list(itertools.permutations(REPORTS)), ids="-".join)
def test_reports_in_any_order_and_twice_end_in_the_same_books(order: tuple[str, ...]) -> None:
    worlds = []
    for told in (list(REPORTS), list(order)):
        shop, _ = sold()
        for name in told:
            tell(shop, a_refund_event(name.split()[0], amount_minor=10_00, **REPORTS[name]))
        to_rest(shop)
        assert breaches(shop) == []
        worlds.append(canonical(shop.database))

    assert worlds[0] == worlds[1]


def test_a_refund_before_its_payment_is_known_comes_back_later() -> None:
    shop = a_shop()

    with pytest.raises(PaymentUnknown, match="pi_1 is not known"):
        tell(shop, a_refund_event(amount_minor=100))

    assert list(shop.database.scan(InboxEntry)) == []


def test_a_refund_before_the_invoice_has_its_number_comes_back_later() -> None:
    shop = a_shop()
    paid(shop)

    with pytest.raises(NotNumberedYet):
        tell(shop, a_refund_event(amount_minor=100))

    assert list(shop.database.scan(Refund)) == []


def test_money_that_never_became_a_sale_goes_back_without_a_document() -> None:
    shop = a_shop()
    order = ordered(shop)
    odd = a_session_event(order_id=order.id, amount_minor=1)
    tell(shop, odd, a_session_event(order_id=order.id, amount_minor=1, event_id="evt_2"))
    # What came in is known by the intent alone.
    tell(shop, an_intent_event("payment_failed", order_id=order.id, amount_minor=0))

    tell(shop, a_refund_event(amount_minor=1))

    assert stored(shop, Refund, "re_1").credit_note_id is None
    assert list(shop.database.scan(Invoice)) == []


def test_the_lines_that_were_asked_for_are_the_lines_that_go_back() -> None:
    shop, order_id = sold()

    tell(shop, a_refund_event(amount_minor=5_00, metadata={LINES_KEY: "0:500"}))

    (credit,) = stored(shop, Invoice, invoice_id_of(order_id)).credits
    assert [(line.place, line.gross_minor) for line in credit.lines] == [(0, 5_00)]


def test_what_is_told_names_the_refund_so_that_two_are_two_facts() -> None:
    shop, order_id = sold()

    for number in (1, 2):
        tell(
            shop,
            a_refund_event(amount_minor=100, refund_id=f"re_{number}", event_id=f"evt_r{number}"),
        )

    told = [json.loads(m.body) for m in shop.commerce_events.published]
    ids = [event["id"] for event in told if event["event"]["type"] == "order.refunded.v1"]
    suffix = order_id.removeprefix("ord_")
    assert ids == [f"{suffix}:order.refunded.v1:re_{number}" for number in (1, 2)]


def test_a_refund_is_not_logged_as_one_more_order_paid(caplog: pytest.LogCaptureFixture) -> None:
    shop, _ = sold()
    caplog.clear()

    with caplog.at_level("INFO"):
        tell(shop, a_refund_event(amount_minor=100))

    (applied,) = (record for record in caplog.records if record.message == "event applied")
    assert vars(applied)["status"] == RefundStatus.SUCCEEDED
