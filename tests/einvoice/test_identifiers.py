"""Which identifiers leave in the XML, and under which name."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from shared.adapters.einvoice.checks import check
from shared.adapters.einvoice.cii import cii
from shared.adapters.einvoice.einvoice import einvoice_of
from shared.adapters.einvoice.en16931 import Identifier
from shared.adapters.einvoice.register_number import register_number
from shared.adapters.einvoice.ubl import ubl
from shared.adapters.einvoice.view import document_of
from shared.domain.invoice import Invoice
from tests.builders.invoices import a_seller
from tests.einvoice.cases import GOLDEN
from tests.einvoice.sales import business, line, sale, standard

_SALE = GOLDEN["one-rate-sv"]
_TRADE = "{*}SupplyChainTradeTransaction/{*}ApplicableHeaderTradeAgreement"


@pytest.mark.parametrize("email", ["ada@verne.example", ""])
def test_an_unknown_scheme_of_the_buyer_does_not_cost_the_e_invoice(email: str) -> None:
    buyer = replace(business("DE", "DE123456789", peppol_id="9999:1"), email=email)

    invoice = sale(line(standard("19", "DE")), to=buyer)

    assert einvoice_of(invoice).cii.startswith(b"<?xml")
    assert check(document_of(invoice)) == ()
    assert b"9999" not in cii(document_of(invoice))
    assert document_of(invoice).buyer.endpoint == (Identifier(email, "EM") if email else None)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Org. no. 556677-8899", "556677-8899"),
        ("Org.nr 556677-8899, Bolagsverket", "556677-8899"),
        ("HRB 123456, Amtsgericht Hamburg", "HRB 123456"),
        ("Amtsgericht Charlottenburg, HRB 123456 B", "HRB 123456 B"),
        ("Firmenbuch FN 123456a", "FN 123456a"),
        ("RCS Lyon 732 829 320", "732 829 320"),
        ("KvK: 12345678", "12345678"),
        ("Companies House no. SC123456.", "SC123456"),
        ("UID CHE-123.456.789", "CHE-123.456.789"),
    ],
)
def test_the_number_is_told_from_its_label(printed: str, number: str) -> None:
    assert register_number(printed) == Identifier(number)


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param("", id="nothing"),
        pytest.param("Registered in Sweden", id="no-number"),
        pytest.param("SIREN 732829320, capital de 10 000 EUR", id="two-numbers"),
    ],
)
def test_where_it_cannot_be_told_it_is_left_out(printed: str) -> None:
    assert register_number(printed) is None


def test_the_registration_leaves_without_its_label() -> None:
    invoice = _from(a_seller().registration)

    for xml in (cii(document_of(invoice)), ubl(document_of(invoice))):
        assert b">556677-8899<" in xml
        assert b"Org. no." not in xml


def test_a_registration_of_two_numbers_is_left_out_and_the_vat_id_identifies() -> None:
    invoice = _from("SIREN 732829320, capital de 10 000 EUR")

    assert document_of(invoice).seller.legal_id is None
    assert check(document_of(invoice)) == ()


def test_the_order_is_the_sellers_in_the_cii() -> None:
    tree = _parsed(cii(document_of(_SALE)))
    path = f"{_TRADE}/{{*}}SellerOrderReferencedDocument/{{*}}IssuerAssignedID"

    assert tree.findtext(path) == _SALE.order_id
    assert tree.find(f"{_TRADE}/{{*}}BuyerOrderReferencedDocument") is None


def test_the_order_is_the_sellers_in_the_ubl_and_the_buyers_is_said_to_be_missing() -> None:
    tree = _parsed(ubl(document_of(_SALE)))

    assert tree.findtext("{*}OrderReference/{*}SalesOrderID") == _SALE.order_id
    assert tree.findtext("{*}OrderReference/{*}ID") == "NA"


def _parsed(xml: bytes) -> Element:
    return fromstring(xml)  # noqa: S314 - our own XML, made a line before


def _from(registration: str) -> Invoice:
    sold = _SALE.snapshot
    seller = replace(sold.seller, registration=registration, peppol_id="")
    return replace(_SALE, snapshot=replace(sold, seller=seller))
