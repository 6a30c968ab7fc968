"""What the shop told of a buyer reaches every document and every mail of the sale."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.ids import OrderId, credit_note_id_of, invoice_id_of, reversal_id_of
from shared.domain.invoice import Invoice
from shared.domain.order import Order, OrderStatus
from tests.builders.invoices import TRACEPARENT
from tests.builders.mails import tell_failed, tell_paid, tell_unpaid
from tests.builders.purchases import CART, TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.stripe_events import a_refund_event, a_session_event
from tests.builders.taxed_sales import REVERSED, a_taxed_shop, charged, tell
from tests.chaos.shop import Shop

PARTICIPANT = "9930:DE123456789"
TOLD = replace(CART, language="de", page_language="de-AT", peppol_id=PARTICIPANT)


def told_on(shop: Shop, *documents: str) -> set[tuple[str, str]]:
    buyers = [stored(shop, Invoice, document).snapshot.buyer for document in documents]
    return {(buyer.language, buyer.peppol_id) for buyer in buyers}


def mailed_to(shop: Shop, order_id: OrderId) -> tuple[str, str]:
    """What a mail about the order itself goes by."""
    buyer = stored(shop, Order, order_id).buyer
    assert buyer is not None
    return buyer.language, buyer.peppol_id


def test_an_invoice_its_credit_note_and_the_reversal_are_in_the_language_of_the_order() -> None:
    shop = a_shop()
    order = ordered(shop, cart=TOLD)
    shop.receive_stripe(a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR), TRACEPARENT)
    for status in ("succeeded", "failed"):
        shop.sweep_waiting()
        refund = a_refund_event(amount_minor=10_00, status=status, event_id=f"evt_{status}")
        shop.receive_stripe(refund, TRACEPARENT)

    of_sale = (
        invoice_id_of(order.id),
        credit_note_id_of(order.id, "re_1"),
        reversal_id_of(order.id, "re_1"),
    )
    assert told_on(shop, *of_sale) == {("de", PARTICIPANT)}


def test_a_sale_that_the_provider_taxed_keeps_the_vat_id_beside_them() -> None:
    shop = a_taxed_shop()
    order = ordered(shop, cart=TOLD)
    ids = [{"type": "eu_vat", "value": "DE 123456789"}]
    charged(shop, REVERSED, customer_details={"address": {"country": "DE"}, "tax_ids": ids})
    tell(shop, order.id)

    buyer = stored(shop, Invoice, invoice_id_of(order.id)).snapshot.buyer
    assert (buyer.language, buyer.peppol_id) == ("de", PARTICIPANT)
    assert buyer.vat_id == "DE123456789"


def test_who_is_told_of_a_debit_is_told_in_the_language_of_the_order() -> None:
    shop = a_shop()
    waiting, failed = (ordered(shop, f"a-key-of-the-buyer-{it}", TOLD) for it in "12")

    tell_unpaid(shop, waiting.id, event_id="evt_waits")
    tell_failed(shop, failed.id)

    assert mailed_to(shop, waiting.id) == mailed_to(shop, failed.id) == ("de", PARTICIPANT)
    tell_paid(shop, waiting.id)
    assert stored(shop, Order, waiting.id).status is OrderStatus.PAID
    assert told_on(shop, invoice_id_of(waiting.id)) == {("de", PARTICIPANT)}


def test_where_nothing_was_told_the_sellers_language_is_left_to_the_document() -> None:
    shop = a_shop()
    order = ordered(shop)
    shop.receive_stripe(a_session_event(order_id=order.id, amount_minor=TOTAL_MINOR), TRACEPARENT)

    assert told_on(shop, invoice_id_of(order.id)) == {("", "")}
