"""A sale whose tax the provider works out: its word becomes the document."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from shared.domain.address import Address
from shared.domain.delivery import InboxEntry
from shared.domain.ids import OrderId, invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import Account, JournalEntry
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.tax import TaxCategory
from shared.usecases.audit.books import Patience
from shared.usecases.describe_order import ReadOrder
from shared.usecases.ports.failures import Unavailable
from tests.builders.purchases import TOTAL_MINOR, ordered, stored
from tests.builders.taxed_sales import (
    AT_19,
    BERLIN,
    NOT_COLLECTED,
    REVERSED,
    a_taxed_shop,
    charged,
    tell,
)
from tests.chaos.faults import Crash, Faults, Mode
from tests.chaos.points import modes_of
from tests.chaos.shop import Shop


def invoice_of(shop: Shop, order_id: OrderId) -> Invoice:
    return stored(shop, Invoice, invoice_id_of(order_id))


def booked(shop: Shop) -> dict[Account, int]:
    (entry,) = shop.database.scan(JournalEntry)
    return {it.account: it.amount.minor for it in entry.postings if it.amount.minor}


def test_the_lines_and_their_tax_are_the_providers() -> None:
    shop = a_taxed_shop()
    charged(shop, AT_19)
    order = ordered(shop)

    tell(shop, order.id)

    snapshot = invoice_of(shop, order.id).snapshot
    (row,) = snapshot.taxes
    assert (row.treatment.category, row.treatment.country) == (TaxCategory.STANDARD, "DE")
    assert (str(row.treatment.percent), row.tax) == ("19", Money(7_97, "eur"))
    assert snapshot.total == order.total
    assert booked(shop)[Account.VAT] == -7_97
    assert booked(shop)[Account.SALES] == -(TOTAL_MINOR - 7_97)
    assert shop.audit(Patience()).breaches == ()


def test_a_business_abroad_owes_the_tax_itself_and_the_document_says_where_the_goods_went() -> None:
    shop = a_taxed_shop()
    tax_ids = [{"type": "eu_vat", "value": "DE 123456789"}]
    charged(shop, REVERSED, customer_details={"address": BERLIN, "tax_ids": tax_ids})
    order = ordered(shop)

    tell(shop, order.id)

    snapshot = invoice_of(shop, order.id).snapshot
    assert snapshot.lines[0].treatment.category is TaxCategory.INTRA_COMMUNITY
    assert (snapshot.buyer.vat_id, snapshot.tax.minor) == ("DE123456789", 0)
    assert snapshot.supply is not None
    assert snapshot.supply.to == Address(
        line1="Kastanienallee 42", city="Berlin", postal_code="10435", country="DE"
    )
    assert Account.VAT not in booked(shop)
    assert shop.audit(Patience()).breaches == ()


def test_goods_that_leave_the_union_are_an_export() -> None:
    shop = a_taxed_shop()
    charged(shop, NOT_COLLECTED, customer_details={"address": {**BERLIN, "country": "US"}})
    order = ordered(shop)

    tell(shop, order.id)

    treatment = invoice_of(shop, order.id).snapshot.lines[0].treatment
    assert (treatment.category, treatment.exemption) == (TaxCategory.EXPORT, "VATEX-EU-G")
    assert shop.audit(Patience()).breaches == ()


@pytest.mark.parametrize(
    ("method", "means"),
    [
        (
            {"type": "card", "card": {"last4": "4242"}},
            PaymentMeans(MeansCode.CARD, "4242"),
        ),
        ({"type": "sepa_debit"}, PaymentMeans(MeansCode.SEPA_DEBIT)),
        ({"type": "some_wallet"}, None),
    ],
)
def test_the_document_says_how_it_was_paid(
    method: dict[str, Any], means: PaymentMeans | None
) -> None:
    shop = a_taxed_shop()
    charged(shop, AT_19, payment_intent={"latest_charge": {"payment_method_details": method}})
    order = ordered(shop)

    tell(shop, order.id)

    assert invoice_of(shop, order.id).snapshot.means == means


def test_while_the_provider_does_not_answer_nothing_is_stored_and_the_message_comes_back() -> None:
    shop = a_taxed_shop()
    charged(shop, AT_19)
    shop.sessions.is_down = True
    order = ordered(shop)

    with pytest.raises(Unavailable):
        tell(shop, order.id)
    assert list(shop.database.scan(InboxEntry)) == []
    assert stored(shop, Order, order.id).status is OrderStatus.OPEN

    shop.sessions.is_down = False
    tell(shop, order.id)
    tell(shop, order.id)

    assert stored(shop, Order, order.id).status is OrderStatus.PAID
    assert len(list(shop.database.scan(Invoice))) == 1


@pytest.mark.parametrize("mode", modes_of("payment_processor: sessions.read"))
def test_a_fault_while_the_session_is_read_ends_in_the_same_sale(mode: Mode) -> None:
    faults = Faults()
    shop = a_taxed_shop(faults)
    charged(shop, AT_19)
    order = ordered(shop)
    reading = len(faults.calls) + 1  # the clock is asked first
    faults.points = {reading: mode}
    faults.interleave = faults.stall = lambda: tell(shop, order.id)

    for _ in range(2):
        with suppress(Crash, Unavailable):
            tell(shop, order.id)
        faults.revive()

    assert faults.calls[reading].endswith("sessions.read")
    assert faults.struck == {reading}
    assert stored(shop, Order, order.id).status is OrderStatus.PAID
    assert invoice_of(shop, order.id).snapshot.tax == Money(7_97, "eur")
    assert len(list(shop.database.scan(JournalEntry))) == 1
    assert shop.audit(Patience()).breaches == ()


def test_nobody_is_asked_about_a_sale_that_is_not_paid_yet() -> None:
    shop = a_taxed_shop()
    shop.sessions.is_down = True
    order = ordered(shop)

    tell(shop, order.id, payment_status="unpaid")

    assert stored(shop, Order, order.id).status is OrderStatus.AWAITING_FUNDS


def test_the_buyer_is_told_the_tax_once_it_is_known() -> None:
    shop = a_taxed_shop()
    charged(shop, AT_19)
    order = ordered(shop)
    read = ReadOrder(shop.database, shop.open_checkout.describe)
    before = read(order.id)

    tell(shop, order.id)

    after = read(order.id)
    assert before is not None
    assert after is not None
    assert (before["tax_minor"], after["tax_minor"]) == (None, 7_97)
