from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Broken
from shared.domain.ids import OrderId
from shared.domain.invoice import ArchivedDocument, InvoiceStatus, invoice_for
from shared.domain.invoice_lines import invoice_lines, taxes_of
from shared.domain.money import Money
from shared.domain.order import Order
from tests.builders.invoices import a_line, a_numbered_invoice, a_seller
from tests.builders.orders import a_paid_order, an_open_order
from tests.fakes.world import NOON

lines = st.lists(
    st.builds(
        lambda minor, quantity, vat: a_line(
            unit=Money(minor, "eur"), quantity=quantity, vat_percent=vat
        ),
        st.integers(1, 99_999),
        st.integers(1, 9),
        st.sampled_from(["0", "6", "12", "25"]),
    ),
    min_size=1,
    max_size=6,
)


@given(sold=lines)
def test_the_tax_lines_add_up_to_the_total_with_one_line_per_rate(sold: list[object]) -> None:
    snapshot = invoice_for(a_paid_order(*sold), a_seller(), requested_at=NOON).snapshot  # type: ignore[arg-type]  # priced lines

    assert snapshot.net + snapshot.tax == snapshot.total
    assert sum(tax.net.minor + tax.tax.minor for tax in snapshot.taxes) == snapshot.total.minor
    percents = [tax.treatment.percent for tax in snapshot.taxes]
    assert percents == sorted(set(percents), reverse=True)


def test_tax_is_rounded_once_per_rate_and_not_once_per_line() -> None:
    three_cents_each = [a_line(unit=Money(3, "eur"), vat_percent="25") for _ in range(5)]

    (tax,) = taxes_of(invoice_lines(three_cents_each, "SE"))

    assert (tax.treatment.percent, tax.net, tax.tax) == (
        Decimal(25),
        Money(12, "eur"),
        Money(3, "eur"),
    )


def test_the_invoice_freezes_what_was_sold_to_whom_by_whom() -> None:
    order = a_paid_order()

    invoice = invoice_for(order, a_seller(), requested_at=NOON)

    assert invoice.status is InvoiceStatus.WAITING
    assert (invoice.number, invoice.document) == (None, None)
    assert invoice.snapshot.lines == invoice_lines(order.lines, "SE")
    assert invoice.snapshot.buyer == order.buyer
    assert (invoice.snapshot.paid_at, invoice.snapshot.payment_id) == (
        order.paid_at,
        order.payment_id,
    )
    assert invoice.snapshot.seller == a_seller()


@pytest.mark.parametrize(
    "order",
    [
        an_open_order(),
        replace(a_paid_order(), buyer=None),
        replace(a_paid_order(), payment_id=None),
        replace(a_paid_order(), paid_at=None),
    ],
    ids=["open", "by nobody", "with nothing", "at no time"],
)
def test_an_order_that_is_not_paid_gets_no_invoice(order: Order) -> None:
    with pytest.raises(Broken, match="has not been paid"):
        invoice_for(order, a_seller(), requested_at=NOON)


def test_orders_spread_over_parallel_series_and_always_the_same_way() -> None:
    seller = replace(a_seller(), series=("A", "B", "C"))
    orders = [a_paid_order(order_id=OrderId(f"ord_{number:026d}")) for number in range(300)]

    once = [invoice_for(order, seller, requested_at=NOON).series for order in orders]
    again = [invoice_for(order, seller, requested_at=NOON).series for order in orders]

    assert once == again
    assert set(Counter(once)) == {"A", "B", "C"}


def test_the_first_document_stays() -> None:
    first = ArchivedDocument("invoices/2026/INV-2026-000123.pdf", "a" * 64, 1)
    invoice = a_numbered_invoice().archived(first)

    again = invoice.archived(ArchivedDocument(first.name, "b" * 64, 2))

    assert again is invoice
    assert again.document == first
