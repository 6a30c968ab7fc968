"""The buyer as the provider collected them, cleaned for print."""

from __future__ import annotations

from shared.domain.address import Address
from shared.domain.parties import Buyer
from shared.events.stripe import Address as TypedAddress
from shared.events.stripe import CustomerDetails
from shared.usecases.settle_order import buyer_of


def test_name_address_and_country_are_taken_over() -> None:
    details = CustomerDetails(
        name="Astrid Lind",
        email=" astrid@buyer.example\n",
        address=TypedAddress(
            line1="Storgatan 1",
            line2="c/o Lind",
            city="Kiruna",
            postal_code="981 31",
            state="Norrbotten",
            country="SE",
        ),
    )

    assert buyer_of(details) == Buyer(
        name="Astrid Lind",
        email="astrid@buyer.example",
        address=Address(
            line1="Storgatan 1",
            line2="c/o Lind",
            postal_code="981 31",
            city="Kiruna",
            state="Norrbotten",
            country="SE",
        ),
    )


def test_a_strangers_text_is_made_printable() -> None:
    details = CustomerDetails(
        name="Eve\u202e\x00\r\nBcc: all",
        address=TypedAddress(line1="a\u2028b", city="\x1b[31m", country="se"),
    )

    buyer = buyer_of(details)

    assert buyer.name == "Eve Bcc: all"
    assert buyer.address == Address(line1="a b", city="[31m", country="SE")


def test_parts_that_were_not_asked_for_stay_empty() -> None:
    nobody = Buyer(name="", email="", address=Address())

    assert buyer_of(None) == nobody
    assert buyer_of(CustomerDetails()) == nobody
    assert buyer_of(CustomerDetails(address=TypedAddress())) == nobody
    only_code = CustomerDetails(address=TypedAddress(postal_code="981 31", country="Sweden"))
    assert buyer_of(only_code).address == Address(postal_code="981 31", country="SW")


def test_a_business_is_named_beside_the_person_who_bought_for_it() -> None:
    details = CustomerDetails(name="Lind AB", business_name="Lind AB", individual_name="Astrid")

    assert (buyer_of(details).business_name, buyer_of(details).name) == ("Lind AB", "Astrid")
