from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.money import (
    CHARGE_MINOR_MAX,
    CURRENCIES,
    Currency,
    Money,
    UnsupportedAmount,
    chargeable,
    tax_inside,
    zero,
)

currencies = st.sampled_from(sorted(CURRENCIES.values(), key=lambda currency: currency.code))
amounts = st.integers(-CHARGE_MINOR_MAX, CHARGE_MINOR_MAX)
percents = st.decimals(0, 100, places=2)


@given(currency=currencies, gross=st.integers(0, CHARGE_MINOR_MAX), percent=percents)
def test_tax_and_net_are_the_gross_in_every_currency(
    currency: Currency, gross: int, percent: Decimal
) -> None:
    whole = Money(gross, currency.code)

    tax = tax_inside(whole, percent)
    net = whole - tax

    assert net + tax == whole
    assert 0 <= tax.minor <= gross
    assert abs(Decimal(net.minor) * percent / 100 - tax.minor) <= 1


@pytest.mark.parametrize(
    ("gross", "percent", "tax"),
    [
        (125_00, "25", 25_00),
        (49_90, "25", 9_98),
        (29_00, "6", 1_64),
        (1_00, "0", 0),
        (3, "20", 1),  # 0.5 is rounded up
        (2, "20", 0),  # 0.33 is not
        (1_07, "7", 7),
        (1, "100", 1),
    ],
)
def test_tax_inside_is_rounded_half_up_to_the_minor_unit(
    gross: int, percent: str, tax: int
) -> None:
    assert tax_inside(Money(gross, "eur"), Decimal(percent)) == Money(tax, "eur")


@given(currency=currencies, first=amounts, second=amounts)
def test_sums_and_differences_undo_each_other(currency: Currency, first: int, second: int) -> None:
    one, other = Money(first, currency.code), Money(second, currency.code)

    assert one + other == other + one
    assert (one + other) - other == one
    assert one + (-one) == zero(currency.code)
    assert (one > other) == (first > second)


@given(currency=currencies, minor=amounts, quantity=st.integers(0, 999))
def test_a_multiple_is_the_sum_of_its_parts(currency: Currency, minor: int, quantity: int) -> None:
    total = zero(currency.code)
    for _ in range(quantity % 20):
        total += Money(minor, currency.code)

    assert total == Money(minor, currency.code).times(quantity % 20)


@given(currency=currencies, minor=amounts)
def test_the_printed_amount_says_exactly_what_the_minor_units_say(
    currency: Currency, minor: int
) -> None:
    money = Money(minor, currency.code)

    printed, _, code = str(money).partition(" ")

    assert code == currency.code.upper()
    assert Decimal(printed) * 10**currency.exponent == minor
    assert printed == f"{money.decimal():f}"


@pytest.mark.parametrize(
    ("money", "printed"),
    [
        (Money(49_90, "eur"), "49.90 EUR"),
        (Money(14500, "jpy"), "14500 JPY"),
        (Money(12_340, "kwd"), "12.340 KWD"),
        (Money(0, "eur"), "0.00 EUR"),
        (Money(-5, "eur"), "-0.05 EUR"),
    ],
)
def test_an_amount_is_printed_with_all_digits_of_its_currency(money: Money, printed: str) -> None:
    assert str(money) == printed


@pytest.mark.parametrize("code", ["EUR", "eur ", "xxx", "", "ugx", "еur", "euro"])  # noqa: RUF001 - a Cyrillic letter is the point
def test_a_currency_that_is_not_in_the_table_is_refused(code: str) -> None:
    with pytest.raises(UnsupportedAmount, match="is not a supported currency"):
        Money(1, code)


def test_amounts_in_two_currencies_are_never_combined() -> None:
    euros, crowns = Money(1, "eur"), Money(1, "sek")

    for combine in (
        lambda: euros + crowns,
        lambda: euros - crowns,
        lambda: euros > crowns,
    ):
        with pytest.raises(ValueError, match="cannot combine eur with sek"):
            combine()


@pytest.mark.parametrize("minor", [49.9, 4990.0, "4990", Decimal(4990), True, None])
def test_money_is_counted_in_whole_minor_units_and_in_nothing_else(minor: object) -> None:
    with pytest.raises(TypeError, match="minor units"):
        Money(minor, "eur")  # type: ignore[arg-type]  # the wrong type is the point


# docs.stripe.com/currencies (2026-11), "Minimum and maximum charge amounts", in major units.
CHARGE_MIN = {
    **dict.fromkeys(("aud", "cad", "chf", "eur", "nzd", "sgd", "usd"), "0.50"),
    "czk": "15",
    "dkk": "2.50",
    "gbp": "0.30",
    "huf": "175",
    "isk": "100",
    "jpy": "50",
    "krw": "1000",
    "kwd": "0.200",
    "nok": "3",
    "pln": "2",
    "ron": "2",
    "sek": "3",
}


@pytest.mark.parametrize("currency", CURRENCIES.values(), ids=CURRENCIES)
def test_every_currency_is_counted_as_the_provider_counts_it(currency: Currency) -> None:
    # Stripe charges crowns of Iceland in hundredths that are always zero; CLDR has none.
    digits = 2 if currency.code == "isk" else get_currency_precision(currency.code.upper())

    assert currency.exponent == digits
    assert currency.step_minor == {"isk": 100, "kwd": 10}.get(currency.code, 1)
    least = Money(currency.charge_minor_min, currency.code)
    assert least.decimal() == Decimal(CHARGE_MIN[currency.code])


def test_the_provider_takes_eight_digits_at_most() -> None:
    assert CHARGE_MINOR_MAX == 99_999_999


@given(currency=currencies, minor=st.integers(-10, 2 * CHARGE_MINOR_MAX))
def test_what_can_be_charged_is_in_bounds_and_on_the_step(currency: Currency, minor: int) -> None:
    fits = (
        currency.charge_minor_min <= minor <= CHARGE_MINOR_MAX and minor % currency.step_minor == 0
    )

    assert can_be_charged(Money(minor, currency.code)) == fits


@pytest.mark.parametrize("currency", CURRENCIES.values(), ids=CURRENCIES)
def test_the_bounds_of_every_currency_belong_to_it(currency: Currency) -> None:
    least = currency.charge_minor_min
    most = CHARGE_MINOR_MAX - CHARGE_MINOR_MAX % currency.step_minor

    assert can_be_charged(Money(least, currency.code))
    assert can_be_charged(Money(most, currency.code))
    assert not can_be_charged(Money(least - currency.step_minor, currency.code))
    assert not can_be_charged(Money(most + currency.step_minor, currency.code))


@pytest.mark.parametrize("money", [Money(12_345, "kwd"), Money(200_50, "isk")])
def test_an_amount_between_two_steps_cannot_be_charged(money: Money) -> None:
    with pytest.raises(UnsupportedAmount, match="is not a multiple"):
        chargeable(money)


def can_be_charged(money: Money) -> bool:
    try:
        return chargeable(money) == money
    except UnsupportedAmount:
        return False
