"""The first document of an invoice is the document of that invoice."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from shared.domain.cause import Cause
from shared.domain.frozen_snapshot import frozen_snapshot
from shared.domain.ids import invoice_id_of, receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.issue_document import InvoiceNotNumbered, Rendered
from shared.usecases.ports.failures import Unavailable
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop, archived, paid, stored
from tests.chaos.shop import Shop, render
from tests.fakes.troubled import Trouble, Troubled

CAUSE = Cause("evt_numbered", TRACEPARENT)
NAME = "invoices/2026/INV-2026-000001.pdf"
FROZEN = "invoices/2026/INV-2026-000001.json"


def numbered(shop: Shop) -> Invoice:
    order_id = paid(shop)
    shop.number("INV")
    return stored(shop, Invoice, invoice_id_of(order_id))


def test_the_document_is_kept_linked_and_told_and_the_receipt_queued() -> None:
    shop = a_shop()

    order_id = archived(shop)

    invoice = stored(shop, Invoice, invoice_id_of(order_id))
    receipt = stored(shop, Receipt, receipt_id_of(invoice_id_of(order_id)))
    assert shop.archive.names() == [FROZEN, NAME]
    assert shop.archive.read(NAME) == render(invoice).pdf
    assert shop.archive.read(FROZEN) == frozen_snapshot(invoice)
    assert invoice.document == shop.archive.describe(NAME)
    assert invoice.frozen == shop.archive.describe(FROZEN)
    assert receipt.status is ReceiptStatus.QUEUED
    assert shop.commerce_events.published[-1].attributes["type"] == "invoice.archived.v1"
    assert {"receipt_id": receipt.id} in [task.body for task in shop.tasks.held.values()]


def test_an_invoice_without_a_number_comes_back_later_and_leaves_nothing() -> None:
    shop = a_shop()
    order_id = paid(shop)
    before = canonical(shop.database)

    with pytest.raises(InvoiceNotNumbered):
        shop.issue(invoice_id_of(order_id), CAUSE)

    assert canonical(shop.database) == before
    assert shop.archive.names() == []


def test_an_invoice_nobody_knows_comes_back_later() -> None:
    with pytest.raises(InvoiceNotNumbered):
        a_shop().issue(invoice_id_of(paid(a_shop())), CAUSE)


def test_a_repeat_draws_nothing_and_changes_nothing() -> None:
    shop = a_shop()
    order_id = archived(shop)
    before, told = canonical(shop.database), len(shop.commerce_events.published)

    def never(_invoice: Invoice) -> Rendered:
        raise AssertionError("drawn twice")

    replace(shop.issue, render=never)(invoice_id_of(order_id), CAUSE)

    assert canonical(shop.database) == before
    assert len(shop.commerce_events.published) == told


def test_a_document_that_was_kept_before_a_crash_wins_over_what_a_newer_build_draws(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = a_shop()
    invoice = numbered(shop)
    first = shop.archive.create(NAME, b"%PDF drawn by the build before", "application/pdf")

    caplog.clear()

    with caplog.at_level(logging.ERROR, "shared"):
        shop.issue(invoice.id, CAUSE)

    assert stored(shop, Invoice, invoice.id).document == first
    assert shop.archive.read(NAME) == b"%PDF drawn by the build before"
    assert [record.message for record in caplog.records] == ["document differs from the one kept"]


def test_the_same_document_kept_twice_is_no_reason_to_worry(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = a_shop()
    invoice = numbered(shop)
    shop.archive.create(NAME, render(invoice).pdf, "application/pdf")

    caplog.clear()

    with caplog.at_level(logging.ERROR, "shared"):
        shop.issue(invoice.id, CAUSE)

    assert caplog.records == []
    assert stored(shop, Invoice, invoice.id).document is not None


def test_nobody_claims_an_xml_inside_a_document_that_another_build_drew() -> None:
    shop = a_shop()
    invoice = numbered(shop)
    shop.archive.create(NAME, b"%PDF drawn by the build before", "application/pdf")

    replace(shop.issue, render=lambda _: Rendered(b"%PDF", has_xml=True))(invoice.id, CAUSE)

    assert not stored(shop, Invoice, invoice.id).has_xml


@pytest.mark.parametrize("stranger", [NAME, FROZEN])
def test_a_file_with_other_bytes_under_our_name_is_complained_about_and_stays(
    stranger: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop = a_shop()
    invoice = numbered(shop)
    shop.archive.create(stranger, b"somebody else's", "application/pdf")

    caplog.clear()

    with caplog.at_level(logging.ERROR, "shared"):
        shop.issue(invoice.id, CAUSE)

    assert [record.message for record in caplog.records] == ["document differs from the one kept"]
    assert shop.archive.read(stranger) == b"somebody else's"


@pytest.mark.parametrize("applied", [True, False])
def test_an_upload_nobody_knows_about_is_repeated_and_found(*, applied: bool) -> None:
    shop = a_shop()
    invoice = numbered(shop)
    lost = Trouble(Unavailable("timed out"), applied=applied)
    issue = replace(shop.issue, archive=Troubled(shop.archive, "create", [lost]))

    with pytest.raises(Unavailable):
        issue(invoice.id, CAUSE)
    issue(invoice.id, CAUSE)

    assert shop.archive.names() == [FROZEN, NAME]
    assert stored(shop, Invoice, invoice.id).document == shop.archive.describe(NAME)


def test_what_goes_over_the_network_is_kept_beside_the_document() -> None:
    shop = a_shop()
    invoice = numbered(shop)
    both = Rendered(b"%PDF", has_xml=True, peppol=b"<Invoice/>")

    replace(shop.issue, render=lambda _: both)(invoice.id, CAUSE)

    assert shop.archive.read(NAME) == b"%PDF"
    xml = NAME.replace(".pdf", ".xml")
    assert shop.archive.read(xml) == b"<Invoice/>"
    issued = stored(shop, Invoice, invoice.id)
    assert (issued.peppol, issued.has_xml) == (shop.archive.describe(xml), True)
    labels = {kept.document.name: kept.content_type for kept in shop.archive.list_files("")}
    assert labels == {FROZEN: "application/json", NAME: "application/pdf", xml: "application/xml"}
    assert b'"has_xml":true' in shop.commerce_events.published[-1].body


def test_a_sale_without_a_structured_form_is_issued_and_says_so() -> None:
    shop = a_shop()

    archived(shop)

    assert shop.archive.names() == [FROZEN, NAME]
    assert b'"has_xml":false' in shop.commerce_events.published[-1].body
