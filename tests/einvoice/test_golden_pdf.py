"""Every golden case as one file: archivable, accessible, and with the XML that was put in."""

from __future__ import annotations

import base64

import pytest

from shared.adapters.einvoice.einvoice import einvoice_of
from shared.domain.invoice import Invoice
from tests.einvoice.cases import GOLDEN
from tests.einvoice.printing import printed
from tests.einvoice.validators import Validators


@pytest.mark.slow
@pytest.mark.parametrize("invoice", GOLDEN.values(), ids=GOLDEN)
def test_the_file_is_pdf_a_and_pdf_ua_and_carries_its_xml(
    validators: Validators, invoice: Invoice
) -> None:
    seen = validators.inspect(printed(invoice).pdf)

    assert (seen["pdfa"], seen["pdfua"], seen["second"]) == ([], [], [])
    assert (seen["name"], seen["level"]) == ("factur-x.xml", "en16931")
    assert base64.b64decode(seen["xml"]) == einvoice_of(invoice).cii
