from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.address import Address
from shared.domain.law import law
from shared.domain.parties import BankAccount, Regime
from shared.domain.seller_rules import is_iban, is_number_due, is_vat_id, lacks_of
from tests.builders.invoices import a_seller


def test_a_complete_seller_lacks_nothing() -> None:
    assert lacks_of(a_seller()) == ()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"legal_name": " "}, "legal_name"),
        ({"trading_name": ""}, "trading_name"),
        ({"address": Address(line1="Hornsgatan 58", country="SE")}, "address"),
        ({"address": Address(line1="A", city="B", country="se")}, "address.country"),
        ({"email": "hello"}, "email"),
        ({"vat_id": ""}, "vat_id"),
        ({"vat_id": "SE 5566"}, "vat_id"),
        ({"vat_id": "", "regime": Regime.SMALL_BUSINESS}, "tax_number"),
        ({"peppol_id": "5566778899"}, "peppol_id"),
        ({"peppol_id": "9999:1"}, "peppol_id"),
        ({"bank": BankAccount(iban="SE4550000000058398257467")}, "bank.iban"),
        ({"bank": BankAccount(iban="SE4550000000058398257466", bic="ess")}, "bank.bic"),
        ({"accounting_currency": "SEK"}, "accounting_currency"),
        ({"accounting_currency": "kwd"}, "accounting_currency"),
        ({"series": ()}, "series"),
        ({"series": ("INV", "INV")}, "series"),
        ({"series": ("CN",)}, "series"),
        ({"series": ("INVOI",)}, "series"),
        ({"series": ("inv",)}, "series"),
        ({"time_zone": "Stockholm"}, "time_zone"),
        ({"accent": "teal"}, "accent"),
    ],
)
def test_what_is_missing_or_wrong_is_named(change: dict[str, Any], where: str) -> None:
    found = lacks_of(replace(a_seller(), **change))

    assert where in [lack.where for lack in found]
    assert all(lack.remedy for lack in found)


def test_a_small_business_needs_a_number_of_some_kind() -> None:
    small = replace(a_seller(), vat_id="", tax_number="12/345/67890", regime=Regime.SMALL_BUSINESS)

    assert lacks_of(small) == ()


@pytest.mark.parametrize("country", [*law().examples, "SE"])
def test_a_sellers_number_has_the_shape_that_its_own_state_gives_it(country: str) -> None:
    abroad = replace(a_seller(), address=Address(line1="A", city="B", country=country))
    shaped = replace(abroad, vat_id=law().examples.get(country, "SE556677889901"))

    assert lacks_of(shaped) == ()
    assert is_number_due(country) is bool(lacks_of(replace(abroad, vat_id="")))


@pytest.mark.parametrize("country", ["AU", "IN", "JP", "SA"])
def test_a_number_of_another_shape_is_answered_with_an_example(country: str) -> None:
    abroad = replace(a_seller(), address=Address(line1="A", city="B", country=country))

    (lack,) = lacks_of(abroad)

    assert lack.where == "vat_id"
    assert law().examples[country] in lack.remedy


@pytest.mark.parametrize(
    "text",
    ["DE123456789", "ATU12345678", "FRXX123456789", "NL123456789B01", "IE1234567W", "EL123456789"],
)
def test_vat_ids_of_many_countries_are_known_by_their_shape(text: str) -> None:
    assert is_vat_id(text)
    assert not is_vat_id(text[:-1])
    assert not is_vat_id(text.lower())


def test_an_iban_is_known_by_its_check_digits() -> None:
    assert is_iban("DE89370400440532013000")
    assert not is_iban("DE88370400440532013000")
    assert not is_iban("DE89 3704 0044 0532 0130 00")
