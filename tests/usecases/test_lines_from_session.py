"""What the provider charged and why, as lines of a document."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.invoice_lines import InvoiceLine, taxes_of
from shared.domain.money import Money
from shared.domain.tax import TaxCategory
from shared.events.stripe_priced_session import PricedSession
from shared.usecases.lines_from_session import Objection, lines_from_session
from tests.builders.invoices import a_seller
from tests.builders.priced_sessions import (
    FRENCH_BUSINESS,
    GERMANY,
    a_session,
    a_tax,
    an_item,
)


def lines_of(session: PricedSession) -> tuple[InvoiceLine, ...]:
    lines = lines_from_session(session, a_seller())
    assert not isinstance(lines, Objection), lines
    assert sum(line.gross.minor for line in lines) == session.amount_total
    return lines


HOME = an_item(125_00, a_tax(25_00, 100_00, 25))


def test_a_line_keeps_the_providers_cents() -> None:
    [line] = lines_of(a_session(HOME))

    assert (line.gross, line.tax) == (Money(125_00, "eur"), Money(25_00, "eur"))
    assert (line.sku, line.name, line.quantity) == ("PRINT-1", "Aurora", 1)
    assert (line.treatment.category, str(line.treatment.percent)) == (TaxCategory.STANDARD, "25")
    assert (line.unit, line.discount.minor, line.full) == (line.gross, 0, None)


def test_a_percentage_is_the_decimal_that_was_written() -> None:
    tax = a_tax(18_08, 70_92, 25.5, country="FI")

    [row] = taxes_of(lines_of(a_session(an_item(89_00, tax))))

    assert (str(row.treatment.percent), row.treatment.country) == ("25.5", "FI")


def test_a_discount_is_what_was_taken_off_with_its_tax() -> None:
    item = an_item(
        90_00, a_tax(18_00, 72_00, 25), amount_subtotal=100_00, amount_discount=10_00, quantity=2
    )

    [line] = lines_of(a_session(item))

    assert (line.unit.minor, line.discount.minor, line.full) == (50_00, 10_00, None)


def test_prices_without_tax_become_prices_with_it() -> None:
    tax = a_tax(22_50, 90_00, 25, inclusive=False)
    item = an_item(112_50, tax, amount_subtotal=100_00, amount_discount=10_00)

    [line] = lines_of(a_session(item))

    assert (line.gross.minor, line.net.minor) == (112_50, 90_00)
    assert (line.unit.minor, line.discount.minor) == (125_00, 12_50)


def test_a_price_that_its_pieces_do_not_divide_keeps_the_sum() -> None:
    tax = a_tax(5_01, 20_04, 25, inclusive=False)
    item = an_item(25_05, tax, amount_subtotal=20_04, quantity=2)

    [line] = lines_of(a_session(item))

    assert (line.unit.minor, line.gross.minor, line.discount.minor) == (12_53, 25_05, 0)
    assert line.full == line.gross


def test_shipping_is_a_line_of_its_own() -> None:
    cost = {
        "amount_subtotal": 5_00,
        "amount_tax": 1_00,
        "amount_total": 5_00,
        "taxes": [a_tax(1_00, 4_00, 25)],
    }

    _, shipping = lines_of(a_session(HOME, shipping_cost=cost))

    assert (shipping.name, shipping.gross.minor, shipping.tax.minor) == ("Shipping", 5_00, 1_00)


@pytest.mark.parametrize(
    ("product", "category"),
    [
        ({"tax_code": "txcd_99999999"}, "K"),
        ({"tax_code": "txcd_35010000"}, "K"),
        ({"shippable": True}, "K"),
        ({"tax_code": "txcd_10000000"}, "AE"),
        ({}, "AE"),
    ],
)
def test_goods_for_a_business_abroad_are_another_case_than_services(
    product: dict[str, Any], category: str
) -> None:
    item = an_item(125_00, a_tax(0, 125_00, 0, reason="reverse_charge"), product=product)

    [line] = lines_of(a_session(item, customer_details=FRENCH_BUSINESS))

    assert line.treatment.category == category


def test_goods_are_taxed_where_they_go_to() -> None:
    item = an_item(
        125_00, a_tax(0, 125_00, 0, reason="not_collecting"), product={"shippable": True}
    )
    sent = {"shipping_details": {"address": {"country": "US"}}}

    [line] = lines_of(a_session(item, collected_information=sent))

    assert line.treatment.category is TaxCategory.EXPORT


@pytest.mark.parametrize(
    ("taxes", "why"),
    [
        ([a_tax(0, 125_00, 0, reason="not_collecting")], "not_registered"),
        ([a_tax(0, 125_00, 0, reason="reverse_charge")], "no_buyer_vat_id"),
        ([], "unknown_reason"),
        (
            [a_tax(20_00, 100_00, 20, country="DE"), a_tax(5_00, 100_00, 5, country="DE")],
            "several_taxes",
        ),
    ],
)
def test_what_has_no_category_is_a_line_all_the_same(taxes: list[dict[str, Any]], why: str) -> None:
    [line] = lines_of(a_session(an_item(125_00, *taxes), customer_details=GERMANY))

    assert line.treatment.category is TaxCategory.OTHER
    assert line.treatment.exemption == why


@pytest.mark.parametrize(
    ("session", "why"),
    [
        pytest.param(a_session(HOME, amount_total=1), "what was paid", id="total"),
        pytest.param(
            a_session(HOME, total_details={"amount_tax": 1}), "the session's", id="sum-of-taxes"
        ),
        pytest.param(
            a_session(HOME, line_items={"data": [HOME], "has_more": True}), "not all", id="more"
        ),
        pytest.param(a_session(line_items={"data": []}), "no lines", id="no-lines"),
        pytest.param(
            a_session(an_item(125_00, a_tax(25_00, 100_00, 25), amount_tax=24_00)),
            "sum of its taxes",
            id="tax-of-a-line",
        ),
        pytest.param(a_session(an_item(125_00, a_tax(23_00, 102_00, 25))), "its rate", id="rate"),
        pytest.param(
            a_session(an_item(125_00, a_tax(25_00, 100_00, 25), amount_discount=1)),
            "less discount",
            id="discount",
        ),
        pytest.param(
            a_session(HOME, automatic_tax={"enabled": True, "status": "failed"}),
            "worked the tax out",
            id="tax-failed",
        ),
        pytest.param(a_session(HOME, currency="xyz"), "not a supported currency", id="currency"),
        pytest.param(
            a_session(
                HOME,
                shipping_cost={
                    "amount_subtotal": 5_00,
                    "amount_tax": 0,
                    "amount_total": 6_00,
                    "taxes": [a_tax(0, 5_00, 0)],
                },
            ),
            "shipping",
            id="shipping",
        ),
    ],
)
def test_numbers_that_do_not_agree_are_for_a_person(session: PricedSession, why: str) -> None:
    found = lines_from_session(session, a_seller())

    assert isinstance(found, Objection)
    assert why in found.why
