"""The order and its invoice, as whoever holds the token may see them."""

from __future__ import annotations

import json
from typing import Any

from shared.domain.ids import OrderId
from shared.usecases.describe_order import ReadOrder
from shared.usecases.read_document import FindFile
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import (
    TOTAL_MINOR,
    a_shop,
    archived,
    ordered,
    paid,
    receipted,
)
from tests.builders.refunds import sold, tell, to_rest
from tests.builders.stripe_events import a_refund_event, a_session_event
from tests.chaos.shop import Shop


def view(shop: Shop, order_id: OrderId) -> dict[str, Any]:
    seen = ReadOrder(shop.database, shop.open_checkout.describe)(order_id)
    assert seen is not None
    return seen


def test_an_open_order_shows_its_lines_and_where_to_pay() -> None:
    shop = a_shop()
    order = ordered(shop)

    seen = view(shop, order.id)

    assert seen == {
        "id": order.id,
        "status": "open",
        "currency": "eur",
        "total_minor": TOTAL_MINOR,
        "tax_minor": 9_98,
        "refunded_minor": 0,
        "lines": [
            {
                "sku": "PRINT",
                "name": "A print",
                "quantity": 1,
                "unit_minor": TOTAL_MINOR,
                "total_minor": TOTAL_MINOR,
            }
        ],
        "created_at": "2026-11-22T12:00:00Z",
        "paid_at": None,
        "checkout_url": "https://pay.example/cs_test_0001",
        "invoice": None,
        "documents": [],
        "documents_by": "merchant",
        "receipt": None,
    }


def test_an_order_that_is_over_shows_no_page_to_pay_on() -> None:
    shop = a_shop()
    order = ordered(shop)
    expired = a_session_event("expired", order_id=order.id, amount_minor=1, payment_intent=None)
    shop.receive_stripe(expired, TRACEPARENT)

    assert view(shop, order.id)["checkout_url"] is None


def test_the_invoice_shows_up_with_its_number_and_is_linked_once_it_is_drawn() -> None:
    shop = a_shop()
    order_id = paid(shop)

    unnumbered = view(shop, order_id)["invoice"]
    shop.number("INV")
    undrawn = view(shop, order_id)["invoice"]

    assert unnumbered is None
    assert undrawn == {
        "number": "INV-2026-000001",
        "issue_date": "2026-11-22",
        "pdf_url": None,
    }
    shop = a_shop()
    drawn = view(shop, archived(shop))["invoice"]
    assert drawn["pdf_url"].startswith("https://api.example/v1/orders/ord_")
    assert drawn["pdf_url"].endswith("/invoice.pdf")


def test_what_went_back_is_told_until_it_is_clear_that_it_did_not_arrive() -> None:
    shop, order_id = sold()
    back = TOTAL_MINOR - 1_00

    tell(shop, a_refund_event(amount_minor=1_00, refund_id="re_1", event_id="evt_1"))
    partly = view(shop, order_id)["refunded_minor"]
    tell(shop, a_refund_event(amount_minor=back, refund_id="re_2", event_id="evt_2"))
    wholly = view(shop, order_id)["refunded_minor"]
    to_rest(shop)
    failed = a_refund_event(
        "failed", amount_minor=back, refund_id="re_2", event_id="evt_3", status="failed"
    )
    tell(shop, failed)
    after_all = view(shop, order_id)["refunded_minor"]

    assert (partly, wholly, after_all) == (1_00, TOTAL_MINOR, 1_00)


def test_nothing_personal_is_shown() -> None:
    shop = a_shop()
    seen = view(shop, receipted(shop))

    assert seen["receipt"]["status"] == "sent"
    text = json.dumps(seen)
    assert not [secret for secret in ("Astrid", "buyer.example", "Storgatan") if secret in text]


def test_an_order_nobody_knows_is_none() -> None:
    shop = a_shop()
    ghost = OrderId("ord_" + "a" * 26)

    assert ReadOrder(shop.database, shop.open_checkout.describe)(ghost) is None
    assert FindFile(shop.database)(ghost, "INV-2026-000001.pdf") is None
