"""Orders, payments, invoices and the journal tell one story, to the minor unit."""

from __future__ import annotations

from collections import Counter, defaultdict

from shared.domain.ids import invoice_id_of
from shared.domain.invoice import DocumentKind
from shared.domain.ledger import Account, balance, entry_id_of
from shared.domain.money import CHARGE_MINOR_MAX
from shared.domain.order import OrderStatus
from shared.usecases.audit.books import Books, Breach, Found


def paid_orders_have_one_invoice(books: Books) -> Found:
    name = "1 one invoice per paid order"
    paid = {
        order.id
        for order in books.orders.values()
        if order.status is OrderStatus.PAID and not order.is_sold_on
    }
    invoiced = Counter(
        invoice.order_id
        for invoice in books.invoices.values()
        if invoice.snapshot.kind is DocumentKind.INVOICE
    )
    for order_id in sorted(paid - set(invoiced)):
        yield Breach(name, "paid, but no invoice", (order_id,))
    for order_id, count in sorted(invoiced.items()):
        if order_id not in paid and order_id in books.orders:
            what = "an invoice, but not paid to us as its seller"
            yield Breach(name, what, (order_id, invoice_id_of(order_id)))
        if count > 1:
            yield Breach(name, f"{count} invoices", (order_id,))


def entries_balance(books: Books) -> Found:
    for entry in books.journal.values():
        uneven = {code: minor for code, minor in balance(entry.postings).items() if minor}
        if uneven or len(entry.postings) < 2:  # noqa: PLR2004 - double entry means two
            yield Breach("4 entries balance", f"off by {uneven}", (entry.id, entry.order_id))


def clearing_is_settled(books: Books) -> Found:
    """Each order's clearing account, and the whole ledger, come to nothing."""
    name = "5 clearing and ledger come to zero"
    clearing: dict[tuple[str, str], int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for entry in books.journal.values():
        for posting in entry.postings:
            amount = posting.amount
            total[amount.currency] += amount.minor
            if posting.account is Account.ORDERS:
                clearing[entry.order_id, amount.currency] += amount.minor
    for (order_id, currency), minor in sorted(clearing.items()):
        if minor:
            yield Breach(name, f"clearing is {minor} {currency}", (order_id,))
    for currency, minor in sorted(total.items()):
        if minor:
            yield Breach(name, f"the ledger is {minor} {currency}", ())


def entries_have_their_document(books: Books) -> Found:
    """Nothing is booked but what a document says."""
    due = {entry_id_of(document) for document in books.invoices.values()}
    for entry in books.journal.values():
        if entry.id not in due:
            yield Breach("4 entries balance", "booked without a document", (entry.id,))


def paid_orders_are_booked(books: Books) -> Found:
    """What came in, what was invoiced and what was booked are one amount."""
    name = "8 paid equals invoiced equals booked"
    booked = defaultdict(list)
    for entry in books.journal.values():
        if entry.id.startswith("je_sale_"):
            booked[entry.order_id].append(entry)
    for order in books.orders.values():
        if order.status is not OrderStatus.PAID or order.is_sold_on:
            if booked[order.id]:
                yield Breach(name, "booked, but not paid to us as its seller", (order.id,))
            continue
        payment = books.payments.get(order.payment_id or "")
        invoice = books.invoices.get(invoice_id_of(order.id))
        received = sum(
            posting.amount.minor
            for entry in booked[order.id]
            for posting in entry.postings
            if posting.account is Account.STRIPE
        )
        amounts = {
            "ordered": order.total.minor,
            "received": payment.received.minor if payment and payment.received else None,
            "invoiced": invoice.snapshot.total.minor if invoice else None,
            "booked": received,
        }
        if len(set(amounts.values())) > 1 or len(booked[order.id]) != 1:
            yield Breach(name, f"{amounts}, {len(booked[order.id])} entries", (order.id,))


def payments_have_one_effect(books: Books) -> Found:
    name = "7 one effect per payment"
    for order in books.orders.values():
        if order.payment_id is not None and f"pay:{order.payment_id}" not in books.effects:
            yield Breach(name, "paid without its effect key", (order.id, order.payment_id))
    paid_by = {order.payment_id: order for order in books.orders.values() if order.payment_id}
    for effect in books.effects.values():
        if effect.id.removeprefix("pay:") not in paid_by and effect.order_id in books.orders:
            yield Breach(name, "an effect key without its payment", (effect.id,))


def money_reaches_its_order(books: Books) -> Found:
    """What came in has paid its order, or a person was told to look."""
    settled = {OrderStatus.PAID, OrderStatus.REVIEW}
    for payment in books.payments.values():
        order = books.orders.get(payment.order_id)
        since = payment.succeeded_at
        if since is None or order is None or order.status in settled:
            continue
        if books.is_late(since, books.patience.document):
            what = f"money received for a {order.status} order"
            yield Breach("7 one effect per payment", what, (order.id, payment.id))


def amounts_are_in_bounds(books: Books) -> Found:
    for order in books.orders.values():
        if not 0 < order.total.minor <= CHARGE_MINOR_MAX:
            yield Breach("18 amounts in bounds", f"{order.total}", (order.id,))


def status_moves_forward(books: Books) -> Found:
    for order in books.orders.values():
        ranks = [step.status.rank for step in order.history]
        if not ranks or ranks != sorted(set(ranks)) or order.history[-1].status != order.status:
            path = " → ".join(step.status for step in order.history)
            yield Breach("14 status only rises", path, (order.id,))
