"""Every function that sells, and that gives money back, over fakes, each port behind the faults."""

from __future__ import annotations

from typing import Any

from shared.adapters.einvoice.reading import said_in_xml
from shared.adapters.order_tokens import OrderTokens
from shared.domain.invoice import Invoice
from shared.domain.order import Order
from shared.domain.receipt import Receipt
from shared.usecases.apply_refund import ApplyRefund
from shared.usecases.apply_stripe_event import ApplyStripeEvent
from shared.usecases.audit.audit import Audit
from shared.usecases.describe_order import DescribeOrder
from shared.usecases.issue_document import IssueDocument, Rendered
from shared.usecases.number_invoices import NumberInvoices, SweepWaiting
from shared.usecases.open_checkout import OpenCheckout
from shared.usecases.ports.mail import Mail, MailRefused
from shared.usecases.read_taxed_sale import ReadTaxedSale
from shared.usecases.receive_provider_event import ReceiveStripeEvent
from shared.usecases.relay import Relay, SweepOutbox
from shared.usecases.request_refund import RequestRefund
from shared.usecases.send_receipt import Enclosed, SendReceipt
from shared.usecases.settle_receipt import SettleReceipt
from shared.usecases.transaction import Transactions
from tests.builders.catalog import a_catalog
from tests.builders.invoices import a_seller
from tests.chaos.faults import Faults, Port
from tests.chaos.refund_desk import RefundDesk
from tests.fakes.archive import MemoryArchive
from tests.fakes.database import MemoryDatabase
from tests.fakes.mail import MemoryMailer
from tests.fakes.messages import MemoryTasks, MemoryTopic
from tests.fakes.payments import MemoryProvider, MemorySessions
from tests.fakes.world import FakeClock, SeededRandomness


class Shop:
    """The world outside (fakes, never faulty themselves) and our functions in it."""

    def __init__(self, faults: Faults, seed: int = 0) -> None:
        self.clock = FakeClock()
        self.database = MemoryDatabase()
        self.archive = MemoryArchive()
        self.mailer = MemoryMailer()
        self.provider = MemoryProvider()
        self.sessions = MemorySessions()
        self.refunds = RefundDesk(self.clock)
        self.commerce_events = MemoryTopic()
        self.provider_events = MemoryTopic()
        self.tasks = MemoryTasks()
        self._faults = faults
        self._open(SeededRandomness(seed))

    def _port(self, name: str, inner: Any) -> Any:
        return Port(name, inner, self._faults)

    def _open(self, seeded: SeededRandomness) -> None:
        database, archive = (
            self._port("database", self.database),
            self._port("archive", self.archive),
        )
        now, randomness = self._port("clock", self.clock), self._port("randomness", seeded)
        transactions = Transactions(database, randomness, self.clock.wait)
        topic, tasks = self._port("topic", self.commerce_events), self._port("tasks", self.tasks)
        relay = Relay(database, topic, tasks, now)

        self.intake = self._port("topic", self.provider_events)
        self.open_checkout = OpenCheckout(
            catalog=a_catalog(),
            returns={"shop": "https://shop.example"},
            transactions=transactions,
            provider=self._port("provider", self.provider),
            describe=DescribeOrder("https://api.example", OrderTokens(["key"]).issue),
            randomness=randomness,
            now=now,
        )
        self.receive_stripe = self._receiving(transactions, relay, now)
        refunds = self._port("refunds", self.refunds)
        self.request_refund = RequestRefund(transactions, refunds, now)
        self.number = NumberInvoices(transactions, relay, now)
        self.sweep_waiting = SweepWaiting(database, self.number)
        self.sweep_outbox = SweepOutbox(database, relay, now)
        self.issue = IssueDocument(transactions, archive, render, relay, now)
        self.send_receipt = SendReceipt(
            transactions=transactions,
            archive=archive,
            compose=compose,
            mailer=self._port("mailer", self.mailer),
            relay=relay,
            randomness=randomness,
            now=now,
        )
        self.settle_receipt = SettleReceipt(transactions, relay, now)
        self.audit = Audit(self.database, self.archive, self.clock, said_in_xml)

    def _receiving(self, transactions: Transactions, relay: Relay, now: Any) -> ReceiveStripeEvent:
        read_taxed = ReadTaxedSale(self._port("sessions", self.sessions), a_seller())
        return ReceiveStripeEvent(
            ApplyStripeEvent(transactions, relay, a_seller(), read_taxed, now),
            ApplyRefund(transactions, relay, now),
            transactions,
            now,
        )


def render(invoice: Invoice) -> Rendered:
    """A document that says what it must, without the typesetting."""
    words = f"%PDF {invoice.number_text} {invoice.issue_date} {invoice.snapshot.total}"
    return Rendered(words.encode())


def compose(receipt: Receipt, about: Enclosed | Order) -> Mail:
    buyer = about.buyer if isinstance(about, Order) else about.invoice.snapshot.buyer
    if buyer is None or not buyer.email:
        raise MailRefused("nobody told an address")
    body = b"" if isinstance(about, Order) else about.pdf
    return Mail(
        receipt_id=receipt.id,
        order_id=receipt.order_id,
        to=buyer.email,
        mime=f"Subject: {receipt.fact}\r\n\r\n".encode() + body,
    )
