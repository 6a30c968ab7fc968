"""Whatever is sold at whatever price: the sums hold, and so does every credit note of it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.einvoice.einvoice import einvoice_of
from shared.domain.invoice import Invoice
from tests.builders.invoices import a_buyer
from tests.einvoice.sales import credit_note, line, sale, standard

PERCENTS = [standard(percent, "DE") for percent in ("2.1", "5.5", "7", "19", "25.5", "27")]


@st.composite
def sales(draw: st.DrawFn) -> Invoice:
    lines = []
    for _ in range(draw(st.integers(1, 30))):
        unit, quantity = draw(st.integers(1, 999_99)), draw(st.integers(1, 999))
        off = draw(st.integers(0, unit * quantity))
        lines.append(line(draw(st.sampled_from(PERCENTS)), unit, quantity, off_minor=off))
    return sale(*lines, line(PERCENTS[0]), to=a_buyer())


@given(sales(), st.data())
def test_no_rule_is_broken_by_rounding(invoice: Invoice, data: st.DataObject) -> None:
    minor = data.draw(st.integers(1, invoice.snapshot.total.minor))

    for document in (invoice, credit_note(invoice, minor), credit_note(invoice)):
        assert einvoice_of(document).objections == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_people_type_the_xml_can_be_read(name: str, typed: str) -> None:
    sold = sale(line(PERCENTS[0], name=f"x{name}", sku=typed), to=a_buyer(name=f"y{typed}"))

    tree = ET.fromstring(einvoice_of(sold).cii)  # noqa: S314 - written by ourselves

    assert any(element.tag.endswith("}BuyerTradeParty") for element in tree.iter())
    assert all(element.text or len(element) for element in tree.iter())
