from __future__ import annotations

import pytest

from shared.adapters.postal_address import address_lines
from shared.domain.address import Address


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("DE", ("Line 1", "Line 2", "12345 City", "State")),
        ("US", ("Line 1", "Line 2", "City, State 12345")),
        ("GB", ("Line 1", "Line 2", "City", "State", "12345")),
        ("IT", ("Line 1", "Line 2", "12345 City State")),
        ("JP", ("〒12345", "StateCity", "Line 1", "Line 2")),
        ("BR", ("Line 1", "Line 2", "City-State", "12345")),
        ("HU", ("City", "Line 1", "Line 2", "12345")),
        ("XX", ("Line 1", "Line 2", "12345 City", "State")),
    ],
)
def test_an_address_is_written_as_its_country_does(country: str, lines: tuple[str, ...]) -> None:
    address = Address(
        line1="Line 1",
        line2="Line 2",
        postal_code="12345",
        city="City",
        state="State",
        country=country,
    )

    assert address_lines(address) == lines


@pytest.mark.parametrize("country", ["DE", "US", "GB", "JP", "BR", "HU", "KR", "CN"])
def test_what_is_missing_leaves_no_trace(country: str) -> None:
    assert address_lines(Address(country=country)) == ()
    assert address_lines(Address(city="Kiruna", country=country)) == ("Kiruna",)


def test_braces_in_an_address_are_only_text() -> None:
    assert address_lines(Address(line1="{city} {0}", country="DE")) == ("{city} {0}",)
