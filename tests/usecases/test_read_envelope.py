"""Our own events, read by an older or a newer release than the one that wrote them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.ids import InvoiceId
from shared.events.commerce import SCHEMA_VERSION, InvoiceNumbered, logged
from shared.usecases.read_envelope import EnvelopeNewer, EnvelopeUnreadable, read_envelope
from tests.builders.invoices import ORDER_ID
from tests.builders.purchases import CAUSE
from tests.fakes.world import NOON

EVENT = InvoiceNumbered(
    order_id=ORDER_ID, invoice_id=InvoiceId("inv_1"), number_text="INV-2026-000001"
)
WRITTEN: dict[str, Any] = json.loads(logged(EVENT, at=NOON, cause=CAUSE).body)


def body(**changed: Any) -> bytes:
    fields = {**WRITTEN, **changed}
    return json.dumps({name: value for name, value in fields.items() if value is not ...}).encode()


def test_what_we_write_can_be_read() -> None:
    envelope = read_envelope(body())

    assert envelope.event == EVENT
    assert (envelope.occurred_at, envelope.caused_by) == (NOON, CAUSE.id)
    assert envelope.schema_version == SCHEMA_VERSION


def test_fields_that_a_newer_release_adds_are_passed_over() -> None:
    event = {**WRITTEN["event"], "colour": "blue"}

    assert read_envelope(body(region="eu", event=event)).event == EVENT


@pytest.mark.parametrize(
    "changed",
    [{}, {"event": {"type": "order.refunded.v2"}}, {"event": ...}, {"caused_by": ["evt_1"]}],
)
def test_a_newer_schema_waits_for_its_release_whatever_it_looks_like(
    changed: dict[str, Any],
) -> None:
    with pytest.raises(EnvelopeNewer):
        read_envelope(body(schema_version=SCHEMA_VERSION + 1, **changed))


@pytest.mark.parametrize("version", [0, -1, "1", "2", 1.5, None, True, ...])
def test_a_version_that_is_none_makes_no_envelope(version: object) -> None:
    with pytest.raises(EnvelopeUnreadable):
        read_envelope(body(schema_version=version))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": ...},
        {"event": ...},
        {"event": {"type": "order.eaten.v1", "order_id": ORDER_ID}},
        {"event": {"type": "invoice.numbered.v1"}},
        {"occurred_at": "2026-11-22T12:00:00"},
        {"occurred_at": "yesterday"},
    ],
)
def test_an_envelope_with_something_missing_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeUnreadable):
        read_envelope(body(**changed))


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"null", b'"envelope"'])
def test_what_is_no_envelope_is_refused(raw: bytes) -> None:
    with pytest.raises(EnvelopeUnreadable):
        read_envelope(raw)
