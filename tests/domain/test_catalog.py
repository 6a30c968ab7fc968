from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.catalog import CartLine, CartRefused, Catalog, total_of
from shared.domain.money import CHARGE_MINOR_MAX, Money
from tests.builders.catalog import a_catalog, a_product

PRINT, BOOK = CartLine("PRINT", 1), CartLine("BOOK", 2)


def refusal(
    cart: list[CartLine], currency: str = "eur", catalog: Catalog | None = None
) -> tuple[str, str]:
    """Where and why the cart is refused."""
    with pytest.raises(CartRefused) as caught:
        (catalog or a_catalog()).price(cart, currency)
    return caught.value.pointer, caught.value.code


def test_lines_carry_todays_prices_and_the_order_of_the_cart() -> None:
    book, print_ = a_catalog().price([BOOK, PRINT], "eur")

    assert (book.sku, book.quantity, book.unit) == ("BOOK", 2, Money(29_00, "eur"))
    assert book.total == Money(58_00, "eur")
    assert (print_.sku, print_.unit) == ("PRINT", Money(49_90, "eur"))
    assert total_of((book, print_)) == Money(107_90, "eur")


@given(quantity=st.integers(1, 999), price=st.integers(50, 100_000))
def test_the_total_is_price_times_quantity(quantity: int, price: int) -> None:
    catalog = a_catalog(a_product(eur=price))

    lines = catalog.price([CartLine("PRINT", quantity)], "eur")

    assert total_of(lines).minor == price * quantity


@pytest.mark.parametrize(
    ("cart", "pointer", "code"),
    [
        ([], "/lines", "lines"),
        ([CartLine(f"SKU-{number}", 1) for number in range(101)], "/lines", "lines"),
        ([PRINT, PRINT], "/lines", "sku"),
        ([PRINT, CartLine("GHOST", 1)], "/lines/1/sku", "sku"),
        ([CartLine("print", 1)], "/lines/0/sku", "sku"),
        ([CartLine("PRINT", 0)], "/lines/0/quantity", "quantity"),
        ([CartLine("PRINT", -1)], "/lines/0/quantity", "quantity"),
        ([PRINT, CartLine("BOOK", 1000)], "/lines/1/quantity", "quantity"),
    ],
)
def test_a_bad_line_refuses_the_whole_cart_and_is_pointed_at(
    cart: list[CartLine], pointer: str, code: str
) -> None:
    assert refusal(cart) == (pointer, code)


def test_unknown_inactive_and_unpriced_products_are_refused_in_the_same_words() -> None:
    catalog = a_catalog(
        a_product(),
        a_product("OLD", active=False),
        a_product("SWEDISH", other_prices={"sek": 599_00}),
    )
    told = set()
    for sku, currency in (("GHOST", "eur"), ("OLD", "eur"), ("PRINT", "sek")):
        with pytest.raises(CartRefused) as caught:
            catalog.price([CartLine(sku, 1)], currency)
        told.add((caught.value.pointer, caught.value.code, str(caught.value)))

    assert told == {("/lines/0/sku", "sku", "this SKU is not for sale")}


@pytest.mark.parametrize("currency", ["usd", "xxx", "EUR", ""])
def test_a_currency_nothing_is_sold_in_is_refused_by_its_own_name(currency: str) -> None:
    assert refusal([PRINT], currency) == ("/currency", "currency")


def test_a_total_that_cannot_be_charged_is_refused() -> None:
    dear, cheap = a_product("DEAR", eur=CHARGE_MINOR_MAX), a_product("CHEAP", eur=10)
    catalog = a_catalog(dear, cheap)

    assert refusal([CartLine("DEAR", 2)], catalog=catalog) == ("/lines", "amount")
    assert refusal([CartLine("CHEAP", 4)], catalog=catalog) == ("/lines", "amount")
    assert total_of(catalog.price([CartLine("CHEAP", 5)], "eur")) == Money(50, "eur")
    assert total_of(catalog.price([CartLine("DEAR", 1)], "eur")).minor == CHARGE_MINOR_MAX


def test_an_amount_between_the_steps_of_a_currency_is_refused() -> None:
    catalog = a_catalog(a_product(other_prices={"kwd": 12_345}))

    assert refusal([PRINT], "kwd", catalog) == ("/lines", "amount")
