"""Test cards, test accounts and amounts, without a server."""

from __future__ import annotations

import pytest

from emulators.stripe.payments import cards, currencies, fees, ibans, published_cards

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("card", published_cards.TEST_CARDS, ids=lambda card: card.number)
def test_every_published_card_is_a_possible_number(card: published_cards.TestCard) -> None:
    assert cards.passes_luhn(card.number)
    assert cards.is_complete(card.number)
    assert cards.brand(card.number) == card.brand
    assert all(cards.by_name(f"tok_{name}") == card for name in card.names)


def test_one_wrong_digit_is_noticed() -> None:
    assert not cards.passes_luhn("4242424242424241")


def test_a_number_that_is_no_test_card_is_declined_as_such() -> None:
    decline = cards.by_number("4111111111111111").decline
    assert decline is not None
    assert decline.decline_code == "test_mode_live_card"


def test_a_declining_card_is_also_known_by_its_brand() -> None:
    card = cards.by_name("pm_card_visa_chargeDeclined")
    assert card is not None
    assert card.number == "4000000000000002"


@pytest.mark.parametrize(
    "iban", [ibans.SUCCEEDS, ibans.FAILS, ibans.LACKS_FUNDS, "FR1420041010050500013M02606"]
)
def test_published_accounts_have_right_check_digits(iban: str) -> None:
    assert ibans.is_valid(iban)


@pytest.mark.parametrize("iban", ["", "DE89", "DE88370400440532013000", "89DE370400440532013000"])
def test_wrong_accounts_have_not(iban: str) -> None:
    assert not ibans.is_valid(iban)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (123450, "eur", "€1,234.50"),
        (1200, "jpy", "¥1,200"),
        (8900, "sek", f"SEK{NBSP}89.00"),
        (1500, "kwd", f"KWD{NBSP}1.500"),
        (0, "usd", "$0.00"),
    ],
)
def test_amounts_are_shown_with_their_decimals(amount: int, currency: str, shown: str) -> None:
    assert currencies.shown(amount, currency) == shown


@pytest.mark.parametrize(
    ("method", "currency", "amount", "fee"),
    [
        ("card", "eur", 10_000, 175),
        ("card", "eur", 8_900, 159),
        ("card", "usd", 10_000, 320),
        ("card", "jpy", 1_000, 36),
        ("card", "usd", 10, 10),
        ("sepa_debit", "eur", 10_000, 35),
    ],
)
def test_fees_are_a_share_and_a_fixed_part(
    method: str, currency: str, amount: int, fee: int
) -> None:
    assert fees.fee(method, currency).of(amount) == fee
