"""The archive under audit: what is read, what the XML says, and what looking costs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.cause import Cause
from shared.domain.ids import InvoiceId, invoice_id_of
from shared.domain.invoice import ArchivedDocument, Invoice
from shared.usecases.audit.books import NO_PATIENCE, Breach, Patience
from shared.usecases.audit.scope import Scope
from shared.usecases.ports.database import Put
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, paid, stored
from tests.builders.structured import a_pdf_around, with_xml
from tests.chaos.shop import Shop
from tests.fakes.archive import MemoryArchive
from tests.fakes.world import NOON


def sold_with_xml() -> tuple[Shop, Invoice]:
    shop = a_shop()
    shop.issue = replace(shop.issue, render=with_xml)
    order_id = paid(shop)
    shop.number("INV")
    shop.issue(invoice_id_of(order_id), Cause("evt_numbered", TRACEPARENT))
    return shop, stored(shop, Invoice, invoice_id_of(order_id))


def issued_otherwise(shop: Shop, invoice: Invoice, **contents: bytes) -> None:
    """The archive and the record agree on these bytes, so that only their meaning is wrong."""
    changed = {}
    for place, content in contents.items():
        file: ArchivedDocument = getattr(invoice, place)
        other = replace(file, sha256=hashlib.sha256(content).hexdigest())
        shop.archive.overwrite(other, content)
        changed[place] = other
    shop.database.commit([Put(replace(invoice, **changed))])  # type: ignore[arg-type]  # by name


def about_the_archive(shop: Shop, scope: Scope | None = None) -> list[Breach]:
    breaches = shop.audit(NO_PATIENCE, scope or Scope()).breaches
    return [breach for breach in breaches if breach.invariant.startswith(("13", "23"))]


def whats(shop: Shop) -> list[str]:
    return [breach.what for breach in about_the_archive(shop)]


def test_a_document_with_xml_in_it_and_beside_it_is_sound() -> None:
    shop, invoice = sold_with_xml()

    assert len(invoice.files) == 3
    assert about_the_archive(shop) == []


@pytest.mark.parametrize("ending", ["pdf", "xml", "json"])
def test_each_file_that_is_gone_is_named(ending: str) -> None:
    shop, invoice = sold_with_xml()
    name = f"invoices/2026/{invoice.number_text}.{ending}"
    shop.archive.forget(name)

    (breach,) = about_the_archive(shop)

    assert breach.what in {"the document is gone", "the XML is gone", "the snapshot is gone"}
    assert breach.ids == (invoice.id, name)


def test_xml_of_another_document_is_found_inside_and_beside() -> None:
    shop, invoice = sold_with_xml()
    other = with_xml(replace(invoice, number_text="INV-2026-000002"))

    issued_otherwise(shop, invoice, document=other.pdf, peppol=other.peppol)

    assert whats(shop) == ["the XML is about another document"] * 2


def test_xml_over_another_total_is_found() -> None:
    shop, invoice = sold_with_xml()
    right = with_xml(invoice).peppol
    wrong = right.replace(b">49.90</cbc:TaxInclusiveAmount>", b">49.09</cbc:TaxInclusiveAmount>")

    issued_otherwise(shop, invoice, peppol=wrong)

    assert whats(shop) == ["the XML is about another document"]


@pytest.mark.parametrize(
    ("place", "content", "why"),
    [
        ("peppol", b"<Invoice", "it is not well-formed"),
        ("peppol", b"<html/>", "it is no invoice"),
        ("document", b"%PDF-1.7 and nothing else", "the PDF carries 0 files"),
        ("document", a_pdf_around(b"<Invoice/>"), "it is no invoice"),
    ],
)
def test_xml_that_cannot_be_read_is_found(place: str, content: bytes, why: str) -> None:
    shop, invoice = sold_with_xml()

    issued_otherwise(shop, invoice, **{place: content})

    assert whats(shop) == [f"the XML cannot be read: {why}"]


def test_what_is_under_way_is_no_file_of_no_document_yet() -> None:
    shop, _ = sold_with_xml()
    shop.archive.create("invoices/2026/INV-2026-000002.json", b"{}", "application/json")

    assert whats(shop) == ["a file of no document"]
    patient = replace(NO_PATIENCE, document=timedelta(minutes=10))
    assert not [
        breach for breach in shop.audit(patient).breaches if breach.invariant.startswith("13")
    ]


class Counting(MemoryArchive):
    def __init__(self, inner: MemoryArchive) -> None:
        self._objects = inner._objects  # noqa: SLF001 - the same bucket, looked at
        self.reads: list[str] = []

    def read(self, name: str) -> bytes:
        self.reads.append(name)
        return super().read(name)


@pytest.mark.parametrize(("days", "reads"), [(1, 3), (0, 0)])
def test_contents_are_read_all_at_once_or_not_at_all(days: int, reads: int) -> None:
    shop, _ = sold_with_xml()
    archive = Counting(shop.archive)

    replace(shop.audit, archive=archive)(Patience(), Scope(contents_in_days=days))

    assert len(archive.reads) == reads


def test_a_share_of_the_contents_every_day_reads_each_document_once_in_so_many_days() -> None:
    month = Scope(contents_in_days=30)

    for number in range(100):
        id_ = InvoiceId(f"inv_{number}")
        days = [day for day in range(30) if month.covers(id_, NOON + timedelta(days=day))]
        assert len(days) == 1


def test_a_trial_need_not_keep_anything() -> None:
    shop, invoice = sold_with_xml()
    shop.archive.release(invoice.files[0].name, None)

    assert about_the_archive(shop) != []
    assert about_the_archive(shop, Scope(is_retained=False)) == []
