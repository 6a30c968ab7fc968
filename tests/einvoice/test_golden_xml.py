"""Every golden case is valid for the official rules, and says the same in both syntaxes."""

from __future__ import annotations

import pytest

from shared.adapters.einvoice.cii import cii
from shared.adapters.einvoice.einvoice import einvoice_of
from shared.adapters.einvoice.ubl import ubl
from shared.adapters.einvoice.view import document_of
from shared.domain.invoice import Invoice
from tests.einvoice.cases import GOLDEN
from tests.einvoice.validators import Validators

every_case = pytest.mark.parametrize("invoice", GOLDEN.values(), ids=GOLDEN)


def test_there_are_at_least_thirty_cases_in_a_dozen_languages() -> None:
    languages = {invoice.snapshot.buyer.language for invoice in GOLDEN.values()} - {""}

    assert len(GOLDEN) >= 30
    assert len(languages) >= 12


@every_case
def test_our_own_checks_let_it_pass(invoice: Invoice) -> None:
    found = einvoice_of(invoice)

    assert found.objections == ()
    assert found.peppol_objections == ()
    assert found.cii.startswith(b"<?xml")


@pytest.mark.slow
@every_case
def test_the_cii_is_valid(validators: Validators, invoice: Invoice) -> None:
    assert validators.judge(cii(document_of(invoice))) == []


@pytest.mark.slow
@every_case
def test_the_ubl_is_valid(validators: Validators, invoice: Invoice) -> None:
    assert validators.judge(ubl(document_of(invoice))) == []


@pytest.mark.slow
@every_case
def test_an_independent_parser_reads_the_same_out_of_both(
    validators: Validators, invoice: Invoice
) -> None:
    document = document_of(invoice)

    verdict = validators.compare(cii(document), ubl(document))

    # UBL has no place for the seller's order without one for the buyer's, who gave none.
    assert verdict["differing"] == {"BT-13": ["None", "NA"]}
    assert verdict["read"] >= 15  # terms and groups; a parser that reads nothing agrees, too


@pytest.mark.slow
@every_case
def test_an_independent_parser_reads_what_the_invoice_says(
    validators: Validators, invoice: Invoice
) -> None:
    sold = invoice.snapshot

    read = validators.read(cii(document_of(invoice)))

    assert read["BT-1"] == invoice.number_text
    assert read["BT-2"] == str(invoice.issue_date)
    assert read["BT-5"] == sold.total.currency.upper()
    assert float(read["BT-112"]) == float(sold.total.decimal())
    assert float(read["BT-110"]) == float(sold.tax.decimal())
    assert len(read["BG-25"]) == len(sold.lines)
