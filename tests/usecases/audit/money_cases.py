"""Orders, payments, invoices and the journal, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.delivery import Effect
from shared.domain.ids import InvoiceId
from shared.domain.invoice import Invoice
from shared.domain.invoice_lines import TaxLine
from shared.domain.ledger import Account, JournalEntry, Posting
from shared.domain.money import Money
from shared.domain.order import OrderStatus, Step
from shared.domain.payment import Payment
from tests.fakes.world import NOON
from tests.usecases.audit.books import Books, Case

ONE_EURO = Money(1_00, "eur")


def break_status(books: Books) -> None:
    books.change_order(history=(*books.first.history, Step(OrderStatus.OPEN, NOON, "evt_0")))


def break_lines(books: Books) -> None:
    invoice = books.mine(Invoice)
    (line,) = invoice.snapshot.lines
    lines = (replace(line, name="Something else"),)
    books.put(replace(invoice, snapshot=replace(invoice.snapshot, lines=lines)))


def break_tax(books: Books) -> None:
    snapshot = books.mine(Invoice).snapshot
    (tax,) = snapshot.taxes
    taxes = (TaxLine(tax.treatment, tax.net + ONE_EURO, tax.tax - ONE_EURO),)
    books.change(Invoice, snapshot=replace(snapshot, taxes=taxes))


def book_tax_as_income(books: Books) -> None:
    entry = books.mine(JournalEntry)
    moved = tuple(
        replace(posting, account=Account.SALES) if posting.account is Account.VAT else posting
        for posting in entry.postings
    )
    books.put(replace(entry, postings=moved))


def oversell(books: Books) -> None:
    (line,) = books.first.lines
    books.change_order(lines=(replace(line, quantity=10**9),))


def sell_from_sweden(books: Books) -> None:
    snapshot = books.mine(Invoice).snapshot
    seller = replace(snapshot.seller, accounting_currency="sek")
    books.change(Invoice, snapshot=replace(snapshot, seller=seller))


MONEY_CASES = (
    Case("24", "no sek beside it", sell_from_sweden),
    Case("1", "paid, but no invoice", lambda books: books.drop(Invoice)),
    Case(
        "1",
        "an invoice, but not paid to us as its seller",
        lambda books: books.change_order(status=OrderStatus.OPEN, history=books.first.history[:-1]),
    ),
    Case(
        "1",
        "2 invoices",
        lambda books: books.put(replace(books.mine(Invoice), id=InvoiceId("inv_2"))),
    ),
    Case(
        "4",
        "off by",
        lambda books: books.book(Posting(Account.STRIPE, ONE_EURO), Posting(Account.VAT, ONE_EURO)),
    ),
    Case(
        "5",
        "clearing is 100 eur",
        lambda books: books.book(
            Posting(Account.ORDERS, ONE_EURO), Posting(Account.SALES, -ONE_EURO)
        ),
    ),
    Case("5", "the ledger is 100 eur", lambda books: books.book(Posting(Account.SALES, ONE_EURO))),
    Case("7", "paid without its effect key", lambda books: books.drop(Effect)),
    Case(
        "7",
        "an effect key without its payment",
        lambda books: books.put(Effect("pay:pi_ghost", books.first.id, "evt_0", NOON)),
    ),
    Case("8", "'received': 100", lambda books: books.change(Payment, received=ONE_EURO)),
    Case("8", "'received': None", lambda books: books.drop(Payment)),
    Case("8", "'booked': 0", lambda books: books.drop(JournalEntry)),
    Case(
        "4",
        "booked without a document",
        lambda books: books.put(replace(books.mine(JournalEntry), id="je_again")),
    ),
    Case(
        "8",
        "booked, but not paid to us as its seller",
        lambda books: books.put(replace(books.first, status=OrderStatus.OPEN)),
    ),
    Case("8", "the invoice has other lines than its order", break_lines),
    Case("8", "the tax is not what the lines contain", break_tax),
    Case("8", "the tax is not what the lines contain", book_tax_as_income),
    Case("14", "paid → open", break_status),
    Case(
        "14", "creating → open → paid", lambda books: books.change_order(status=OrderStatus.REVIEW)
    ),
    Case("18", "49900000000.00 EUR", oversell),
)
