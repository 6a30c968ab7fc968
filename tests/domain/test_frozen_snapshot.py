"""The archived snapshot: the same bytes for the same document, now and in ten years."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from shared.domain.errors import Broken
from shared.domain.frozen_snapshot import frozen_snapshot
from tests.builders.invoices import PAID_AT, a_line, a_numbered_invoice, an_invoice


def test_it_says_what_the_document_says_in_canonical_json() -> None:
    invoice = a_numbered_invoice(a_line(name="Åsa ✓", quantity=2))

    text = frozen_snapshot(invoice).decode()

    said = json.loads(text)
    assert text == json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert said["format"] == "kvitto.document.v1"
    assert (said["number"], said["issue_date"]) == ("INV-2026-000123", "2026-11-22")
    assert (said["total_minor"], said["tax_minor"]) == (178_00, 35_60)
    assert said["snapshot"]["lines"][0]["name"] == "Åsa ✓"
    assert said["snapshot"]["lines"][0]["gross"] == {"currency": "eur", "minor": 178_00}
    assert said["snapshot"]["paid_at"] == "2026-11-22T18:04:31Z"


def test_what_holds_its_default_is_left_out_so_a_later_field_changes_nothing() -> None:
    said = json.loads(frozen_snapshot(a_numbered_invoice()))

    assert "exchange" not in said["snapshot"]
    assert "vat_id" not in said["snapshot"]["buyer"]


def test_the_same_instant_and_the_same_rate_are_the_same_bytes() -> None:
    invoice = a_numbered_invoice()
    snapshot = invoice.snapshot
    elsewhere: datetime = PAID_AT.astimezone(timezone(timedelta(hours=9)))
    lines = tuple(
        replace(line, treatment=replace(line.treatment, percent=Decimal("25.00")))
        for line in snapshot.lines
    )
    same = replace(invoice, snapshot=replace(snapshot, paid_at=elsewhere, lines=lines))

    assert frozen_snapshot(same) == frozen_snapshot(invoice)


def test_what_happens_to_the_document_later_is_not_in_it() -> None:
    invoice = a_numbered_invoice()

    assert frozen_snapshot(replace(invoice, traceparent="", numbered_at=None)) == frozen_snapshot(
        invoice
    )


def test_another_amount_is_another_file() -> None:
    assert frozen_snapshot(a_numbered_invoice(a_line(quantity=2))) != frozen_snapshot(
        a_numbered_invoice()
    )


def test_without_a_number_there_is_nothing_to_freeze() -> None:
    with pytest.raises(Broken):
        frozen_snapshot(an_invoice())
