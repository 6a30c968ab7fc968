"""What may go from one Peppol participant to another, and what only into the PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.einvoice.einvoice import einvoice_of
from shared.adapters.einvoice.en16931 import Identifier
from shared.adapters.einvoice.peppol import check_peppol
from shared.adapters.einvoice.ubl import EN16931, PEPPOL, PEPPOL_PROCESS, ubl
from shared.adapters.einvoice.view import document_of
from shared.domain.address import Address
from tests.einvoice.cases import GOLDEN
from tests.einvoice.sales import business, line, sale, standard

_BETWEEN = document_of(GOLDEN["peppol-reverse-charge"])
_AMONG_GERMANS = sale(
    line(standard("19", "DE")), to=business("DE", "DE123456789", peppol_id="9930:DE123456789")
)


def test_it_says_which_specification_it_keeps() -> None:
    assert f"<cbc:CustomizationID>{PEPPOL}</cbc:CustomizationID>".encode() in ubl(_BETWEEN)
    assert f"<cbc:ProfileID>{PEPPOL_PROCESS}</cbc:ProfileID>".encode() in ubl(_BETWEEN)


def test_to_whom_it_cannot_be_sent_it_is_plain_en_16931() -> None:
    xml = ubl(document_of(GOLDEN["reverse-charge-fr"]))

    assert f"<cbc:CustomizationID>{EN16931}</cbc:CustomizationID>".encode() in xml
    assert b"ProfileID" not in xml


def test_a_participant_id_that_is_a_register_entry_is_the_legal_id_as_well() -> None:
    assert _BETWEEN.seller.legal_id == Identifier("5566778899", "0007")
    assert document_of(GOLDEN["two-rates-de"]).seller.legal_id == Identifier("HRB 123456")


def test_between_germans_a_buyer_reference_is_asked_for_and_the_pdf_keeps_its_xml() -> None:
    found = einvoice_of(_AMONG_GERMANS)

    assert [objection.rule for objection in found.peppol_objections] == ["DE-R-015"]
    assert found.peppol == b""
    assert found.cii.startswith(b"<?xml")


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        pytest.param(replace(_BETWEEN, sales_order=""), "PEPPOL-EN16931-R003", id="no-reference"),
        pytest.param(
            replace(_BETWEEN, buyer=replace(_BETWEEN.buyer, endpoint=None)),
            "PEPPOL-EN16931-R010",
            id="no-buyer-endpoint",
        ),
        pytest.param(
            replace(_BETWEEN, seller=replace(_BETWEEN.seller, endpoint=Identifier("a@b.c", "EM"))),
            "PEPPOL-EN16931-CL008",
            id="e-mail-is-no-endpoint",
        ),
        pytest.param(
            replace(_BETWEEN, lines=(replace(_BETWEEN.lines[0], quantity=2),)),
            "PEPPOL-EN16931-R120",
            id="line-does-not-multiply",
        ),
    ],
)
def test_what_peppol_refuses_is_named(document: object, rule: str) -> None:
    assert isinstance(document, type(_BETWEEN))
    assert rule in {objection.rule for objection in check_peppol(document)}


def test_germans_need_an_address_and_a_telephone() -> None:
    document = document_of(_AMONG_GERMANS)
    nowhere = replace(document.buyer, address=Address(country="DE"))
    silent = replace(document.seller, phone="", contact="", email="")

    found = check_peppol(replace(document, buyer=nowhere, seller=silent))

    rules = {objection.rule for objection in found}
    assert rules == {"DE-R-005", "DE-R-006", "DE-R-007", "DE-R-008", "DE-R-009", "DE-R-015"}
