"""Records ↔ documents. One table says where each kind lives; the types say the rest."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from pydantic import TypeAdapter

from shared.adapters.firestore.older_documents import upcast
from shared.domain.checkout_key import CheckoutKey
from shared.domain.delivery import DeadLetter, Effect, InboxEntry, LoggedEvent
from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.numbering import NumberRecord, SeriesHead
from shared.domain.order import Order
from shared.domain.payment import Payment
from shared.domain.receipt import Receipt
from shared.domain.reference_rates import ReferenceRates
from shared.domain.refund import Refund
from shared.domain.refund_request import RefundRequest

K = TypeVar("K")

COLLECTIONS: dict[type[Any], str] = {
    CheckoutKey: "checkout_keys",
    DeadLetter: "dead_letters",
    Effect: "effects",
    InboxEntry: "inbox",
    Invoice: "invoices",
    JournalEntry: "journal",
    LoggedEvent: "commerce_events",
    NumberRecord: "invoice_numbers",
    Order: "orders",
    Payment: "payments",
    Receipt: "receipts",
    ReferenceRates: "exchange_rates",
    Refund: "refunds",
    RefundRequest: "refund_requests",
    SeriesHead: "series",
}


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    # Built on first use: a function reads three or four kinds, not all twelve.
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_document(record: Any) -> dict[str, Any]:
    """Field → Firestore value. Instants stay timestamps; dates and decimals become text."""
    document: dict[str, Any] = _plain(_adapter(type(record)).dump_python(record))
    return document


def from_document(kind: type[K], document: dict[str, Any]) -> K:
    """The record; unknown fields are dropped, so a newer writer does not break an older reader."""
    record: K = _adapter(kind).validate_python(upcast(kind, document))
    return record


def plain_value(value: Any) -> Any:
    """A query's operand as it is stored."""
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
