"""What a buyer is told of an order that has no document yet, or of a document once more."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from shared.domain.errors import Broken
from shared.domain.ids import OrderId
from shared.domain.mail_fact import MailFact
from shared.domain.money import Money
from shared.usecases.ports.mail import MailRefused
from shared.usecases.send_receipt import Enclosed
from tests.adapters.receipt_mail.letters import (
    ORDER_URL,
    PDF,
    a_credit_note,
    a_letter,
    a_letter_again,
    a_mail_of,
    a_status_letter,
    a_status_receipt,
    html_of,
    subject_of,
    text_of,
)
from tests.adapters.receipt_mail.page import Page
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice, a_seller
from tests.builders.orders import an_open_order

WAITING, FAILED = MailFact.AWAITING_FUNDS, MailFact.PAYMENT_FAILED
STATUS_FACTS = (WAITING, FAILED)


@pytest.mark.parametrize(
    ("fact", "subject"),
    [
        (WAITING, "Your order from Nordljus Press has been received"),
        (FAILED, "Your payment to Nordljus Press failed"),
    ],
)
def test_the_subject_says_how_it_stands(fact: MailFact, subject: str) -> None:
    assert subject_of(a_status_letter(fact)) == subject


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (WAITING, "We have your order"),
        (WAITING, "Your payment of €89.00 is not here yet"),
        (WAITING, "We will write to you as soon as the money has arrived."),
        (FAILED, "The payment of €89.00 did not go through."),
        (FAILED, "Nothing was charged, and this order has ended."),
        (FAILED, "you can order again"),
    ],
)
def test_both_readers_are_told_what_happened_and_what_comes_next(fact: MailFact, said: str) -> None:
    letter = a_status_letter(fact)

    assert said in text_of(letter)
    assert said in Page(html_of(letter)).text


@pytest.mark.parametrize("fact", STATUS_FACTS)
def test_what_was_ordered_stands_in_it_and_the_way_back_to_the_order(fact: MailFact) -> None:
    letter = a_status_letter(fact, a_line(quantity=2))
    text, page = text_of(letter), Page(html_of(letter))

    for shown in ("Aurora over Abisko", "2 × €89.00", "Total: €178.00"):  # noqa: RUF001 - the sign for times is meant
        assert shown in text
    assert page.links == [ORDER_URL]
    assert ORDER_URL in text


@pytest.mark.parametrize("fact", STATUS_FACTS)
def test_nothing_is_attached_and_nothing_looks_like_a_document(fact: MailFact) -> None:
    letter = a_status_letter(fact)
    said = text_of(letter) + Page(html_of(letter)).text

    assert letter.get_content_type() == "multipart/alternative"
    assert list(letter.iter_attachments()) == []
    for word in ("PDF", "Invoice", "VAT 25%", "Paid on", "Billed to"):
        assert word not in said


@pytest.mark.parametrize(
    ("fact", "order_status", "payment_status"),
    [
        (WAITING, "OrderPaymentDue", "PaymentDue"),
        (FAILED, "OrderCancelled", "PaymentDeclined"),
    ],
)
def test_mail_programs_are_told_how_order_and_payment_stand(
    fact: MailFact, order_status: str, payment_status: str
) -> None:
    order = json.loads(Page(html_of(a_status_letter(fact))).machine)

    assert order["orderStatus"] == f"http://schema.org/{order_status}"
    assert order["partOfInvoice"]["paymentStatus"] == f"http://schema.org/{payment_status}"
    assert (order["orderDate"], order["price"]) == ("2026-11-22T12:00:00+00:00", "89.00")


def test_mail_programs_are_told_that_a_sale_is_paid() -> None:
    order = json.loads(Page(html_of(a_letter(a_numbered_invoice()))).machine)

    assert order["orderStatus"] == "http://schema.org/OrderProcessing"
    assert order["partOfInvoice"]["paymentStatus"] == "http://schema.org/PaymentComplete"


def test_a_long_order_without_a_document_says_how_much_it_leaves_out() -> None:
    lines = (replace(a_line(f"Print number {n}"), sku=f"P{n}") for n in range(1, 101))

    text = text_of(a_status_letter(WAITING, *lines))

    assert "Print number 20" in text
    assert "Print number 21" not in text
    assert "More items in your order: 80" in text


def test_it_comes_from_the_seller_of_that_day_and_is_dated_by_the_fact() -> None:
    seller = replace(a_seller(), trading_name="Old Name Press", email="old@name.example")

    letter = a_status_letter(FAILED, seller=seller)

    assert letter["From"] == "Old Name Press <receipts@nordljus.example>"
    assert letter["Reply-To"] == "old@name.example"
    assert letter["Date"] == "Sun, 22 Nov 2026 18:04:31 +0000"
    assert letter["X-Kvitto-Receipt"] == "rcp_7f3kq2m9x4v1c8r5t6w0y2z3ab_payment_failed"


def test_a_name_cannot_break_out_of_it() -> None:
    page = Page(html_of(a_status_letter(FAILED, a_line("</script><b>", unit=Money(1_00, "eur")))))

    assert "</script><b>" in page.text
    assert page.elements == Page(html_of(a_status_letter(FAILED))).elements


def test_an_order_whose_buyer_told_no_address_is_refused_for_good() -> None:
    order = an_open_order()

    with pytest.raises(MailRefused):
        a_mail_of(a_status_receipt(order, WAITING, a_seller()), order)


def test_a_mail_is_never_sent_about_another_order() -> None:
    mine, other = an_open_order(), an_open_order(order_id=OrderId("ord_" + "b" * 26))

    with pytest.raises(Broken):
        a_mail_of(a_status_receipt(mine, WAITING, a_seller()), replace(other, buyer=a_buyer()))
    with pytest.raises(Broken):
        a_mail_of(a_status_receipt(mine, WAITING, a_seller()), Enclosed(a_numbered_invoice(), PDF))


def test_a_document_sent_again_is_the_same_document_and_says_so() -> None:
    first, again = a_letter(a_numbered_invoice()), a_letter_again(a_numbered_invoice())

    (pdf,) = again.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == ("Invoice-INV-2026-000123.pdf", PDF)
    assert subject_of(again) == "Your document from Nordljus Press once more (INV-2026-000123)"
    assert "Attached is the same document as before." in text_of(again)
    assert "Thank you for your order" not in text_of(again) + html_of(again)
    assert Page(html_of(again)).machine == Page(html_of(first)).machine
    assert again["To"] == first["To"]
    assert again["Date"] == "Sun, 29 Nov 2026 18:04:34 +0000"
    assert again["X-Entity-Ref-ID"] != first["X-Entity-Ref-ID"]


def test_a_credit_note_sent_again_carries_no_markup_either() -> None:
    again = a_letter_again(a_credit_note(a_numbered_invoice()))

    assert "ld+json" not in html_of(again)
    assert "Corrects invoice INV-2026-000123 of 22 November 2026" in text_of(again)
