"""One record of every kind twice: with all that it can hold, and with no more than it must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from shared.domain.address import Address
from shared.domain.catalog import TaxedBy
from shared.domain.checkout_key import CheckoutKey, StoredAnswer
from shared.domain.credits import Credit, CreditedLine
from shared.domain.delivery import DeadLetter, Effect, InboxEntry, LoggedEvent, Outcome
from shared.domain.exchange import ExchangeRate
from shared.domain.ids import InvoiceId, RefundId
from shared.domain.invoice import ArchivedDocument, Correction, DocumentKind, Invoice
from shared.domain.invoice_lines import taxes_of
from shared.domain.ledger import entry_for_sale
from shared.domain.money import Money
from shared.domain.numbering import ClosedYear, SeriesHead, record_of
from shared.domain.parties import BankAccount, Buyer
from shared.domain.payment import Payment
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.receipt import Receipt
from shared.domain.reference_rates import DayOfRates, ReferenceRates
from shared.domain.refund import Refund, RefundStatus
from shared.domain.refund_request import RefundRequest
from shared.domain.supply import Supply
from shared.domain.tax import TaxCategory, TaxTreatment
from shared.usecases.ports.database import Record
from tests.builders.invoices import (
    ORDER_ID,
    PAYMENT_ID,
    TRACEPARENT,
    a_line,
    a_numbered_invoice,
    a_receipt,
    a_seller,
    an_invoice,
)
from tests.builders.orders import a_paid_order, an_order
from tests.fakes.world import NOON

_HOME = Address(
    line1="Kastanienallee 42",
    line2="c/o Weiß",
    postal_code="10435",
    city="Berlin",
    state="Berlin",
    country="DE",
)
_BUYER = Buyer(
    name="Jana Weiß",
    email="jana@weiss.example",
    address=_HOME,
    business_name="Weiß GmbH",
    vat_id="DE123456789",
    language="de",
    peppol_id="9930:DE123456789",
)
_SELLER = replace(
    a_seller(),
    accounting_currency="sek",
    address=_HOME,
    tax_number="556677-8899",
    phone="+46 8 555 010 20",
    bank=BankAccount(iban="SE4550000000058398257466", bic="ESSESESS"),
    peppol_id="0007:5566778899",
)

LATER = NOON + timedelta(minutes=15, microseconds=1)
_LINES = (
    a_line(tax_code="txcd_99999999"),
    a_line("Quiet Fjord", quantity=3, vat_percent="6.5", tax_code="txcd_35010000"),
)

_RATE, _RATED_ON = Decimal("11.0345"), date(2026, 11, 20)
_EXCHANGE = ExchangeRate(currency="sek", rate=_RATE, published_on=_RATED_ON, source="ECB")

# Nothing in these is optional.
_EFFECT = Effect(f"pay:{PAYMENT_ID}", ORDER_ID, "evt_1", NOON)
_ENTRY = entry_for_sale(an_invoice(*_LINES).snapshot, at=NOON, cause="evt_1")
_NUMBER = record_of(a_numbered_invoice())


def _a_key() -> CheckoutKey:
    return CheckoutKey(
        id="5e88", body_sha256="9f86", order_id=ORDER_ID, created_at=NOON, lease_until=LATER
    )


def _an_inbox_entry() -> InboxEntry:
    return InboxEntry(
        id="stripe:evt_1",
        type="charge.updated",
        outcome=Outcome.IGNORED,
        received_at=NOON,
        traceparent=TRACEPARENT,
    )


def _a_dead_letter(attributes: Mapping[str, str]) -> DeadLetter:
    return DeadLetter(
        id="dl_1",
        source="payment-processor",
        reason="DeliveryAttempts",
        body='{"name": "Åsa\\u0000"}',
        attributes=dict(attributes),
        kept_at=NOON,
    )


def _a_logged_event() -> LoggedEvent:
    return LoggedEvent(
        id="evt_order.paid",
        type="order.paid.v1",
        order_id=ORDER_ID,
        occurred_at=NOON,
        caused_by="evt_1",
        traceparent=TRACEPARENT,
        body="{}",
        shard=15,
        due_at=LATER,
    )


def _a_head() -> SeriesHead:
    return SeriesHead(
        id="INV", year=2026, next=124, last_issue_date=date(2026, 11, 22), last_numbered_at=NOON
    )


def _a_sent_receipt() -> Receipt:
    claimed = a_receipt(an_invoice()).claim("holder-1", at=NOON)
    sent = claimed.confirmed("ses-1", at=LATER, by="reply").has_bounced()
    return replace(
        sent, lease_until=LATER, why="Bounce", seller=_SELLER, requested_by="ada@x.example"
    )


def _a_full_invoice() -> Invoice:
    """A credit note on which everything stands that can stand on a document."""
    document = a_numbered_invoice(*_LINES, buyer=_BUYER, seller=_SELLER)
    exempt = TaxTreatment(
        category=TaxCategory.EXEMPT, percent=Decimal("0.1"), country="DE", exemption="VATEX-EU-132"
    )
    lines = tuple(
        replace(line, treatment=exempt, full=line.gross) for line in document.snapshot.lines
    )
    return replace(
        document.archived(
            ArchivedDocument("invoices/1.pdf", "e3b0c442", 2**53 + 1),
            frozen=ArchivedDocument("invoices/1.json", "98fc1c14", 2**53 + 2),
            peppol=ArchivedDocument("invoices/1.xml", "9afbf4c8", 2**53 + 3),
            has_xml=True,
        ),
        credits=(Credit("re_1", (CreditedLine(1, 500, 100),), is_reversed=True),),
        snapshot=replace(
            document.snapshot,
            kind=DocumentKind.CREDIT_NOTE,
            lines=lines,
            taxes=taxes_of(lines),
            corrects=Correction(document.id, "INV-2026-000122", date(2026, 11, 21), "re_1"),
            supply=Supply(on=date(2026, 11, 21), until=date(2026, 12, 20), to=_HOME),
            means=PaymentMeans(MeansCode.CARD, "4242"),
            exchange=_EXCHANGE,
            presented=Money(55_123, "sek"),
            notes=("Thank you.",),
        ),
    )


def _a_refund() -> Refund:
    return Refund(
        id=RefundId("re_1"), order_id=ORDER_ID, payment_id=PAYMENT_ID, amount=Money(500, "eur")
    )


def _a_refund_request() -> RefundRequest:
    return RefundRequest(
        id="rfr_1",
        body_sha256="9f86",
        order_id=ORDER_ID,
        payment_id=PAYMENT_ID,
        amount=Money(500, "eur"),
        lines="0:500",
        reason="duplicate",
        requested_at=NOON,
        requested_by="ada@shop.example",
        traceparent=TRACEPARENT,
    )


FULL: tuple[Record, ...] = (
    replace(_a_key(), answer=StoredAnswer(201, '{"total": "49.90"}')),
    replace(
        _a_dead_letter({"traceparent": TRACEPARENT, "a.dotted `name`": "Ä"}),
        replayed_at=NOON,
        replayed_by="operator@shop.example",
    ),
    _EFFECT,
    replace(_an_inbox_entry(), order_id=ORDER_ID, why="not ours"),
    _a_full_invoice(),
    _ENTRY,
    _a_logged_event(),
    _NUMBER,
    replace(
        a_paid_order(*_LINES),
        buyer=_BUYER,
        taxed_by=TaxedBy.PROVIDER,
        language=_BUYER.language,
        peppol_id=_BUYER.peppol_id,
    ),
    Payment(
        id=PAYMENT_ID,
        order_id=ORDER_ID,
        received=Money(8900, "eur"),
        succeeded_at=LATER,
        declines=("evt_1", "evt_2"),
    ),
    _a_sent_receipt(),
    replace(
        _a_refund().reported(RefundStatus.FAILED),
        credit_note_id=InvoiceId("cn_1"),
        reversal_id=InvoiceId("rv_1"),
    ),
    replace(_a_refund_request(), refund_id=RefundId("re_1"), refused="charge_already_refunded"),
    ReferenceRates(days=(DayOfRates(_RATED_ON, {"sek": _RATE}),)),
    replace(_a_head(), closed=(ClosedYear(2024, 7), ClosedYear(2025, 3120))),
)

BARE: tuple[Record, ...] = (
    _a_key(),
    _a_dead_letter({}),
    _EFFECT,
    _an_inbox_entry(),
    an_invoice(),
    _ENTRY,
    replace(_a_logged_event(), due_at=None),
    _NUMBER,
    replace(an_order(), history=()),
    Payment(id=PAYMENT_ID, order_id=ORDER_ID),
    replace(a_receipt(an_invoice()), invoice_id=None),
    _a_refund(),
    _a_refund_request(),
    ReferenceRates(),
    _a_head(),
)
