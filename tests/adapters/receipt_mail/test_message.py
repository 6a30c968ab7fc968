from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from shared.adapters.receipt_mail.compose import compose_mail
from shared.domain.errors import Broken
from shared.domain.ids import InvoiceId
from shared.usecases.send_receipt import Enclosed
from tests.adapters.receipt_mail.letters import ORDER_URL, PDF, a_letter, a_mail
from tests.builders.invoices import a_numbered_invoice, a_receipt, a_seller, an_invoice

ROOT = Path(__file__).parents[3]

HASH_IN_A_NEW_PROCESS = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.adapters.receipt_mail.letters import a_mail
from tests.builders.invoices import a_numbered_invoice
print(hashlib.sha256(a_mail(a_numbered_invoice()).mime).hexdigest())
"""


def test_text_and_html_stand_side_by_side_with_the_invoice_attached() -> None:
    letter = a_letter(a_numbered_invoice())

    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (pdf,) = letter.iter_attachments()
    assert pdf.get_filename() == "Invoice-INV-2026-000123.pdf"
    assert pdf.get_content() == PDF


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("From", "Nordljus Press <receipts@nordljus.example>"),
        ("To", "jana@weiss.example"),
        ("Reply-To", "hello@nordljus.example"),
        ("Subject", "Your receipt from Nordljus Press (INV-2026-000123)"),
        ("Date", "Sun, 22 Nov 2026 18:04:33 +0000"),
        ("Content-Language", "en"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Entity-Ref-ID", "rcp_7f3kq2m9x4v1c8r5t6w0y2z3ab"),
        ("X-Kvitto-Receipt", "rcp_7f3kq2m9x4v1c8r5t6w0y2z3ab"),
        ("X-Kvitto-Order", "ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"),
        ("Message-ID", None),
    ],
)
def test_the_header_reads(header: str, value: str | None) -> None:
    assert a_letter(a_numbered_invoice())[header] == value


def test_the_envelope_names_the_same_receipt_order_and_address() -> None:
    mail = a_mail(a_numbered_invoice())

    assert mail.to == "jana@weiss.example"
    assert mail.receipt_id == "rcp_7f3kq2m9x4v1c8r5t6w0y2z3ab"
    assert mail.order_id == "ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("receipts@nordljus.example", "Nordljus Press"),
        ("Till No. 1 <receipts@nordljus.example>", "Till No. 1"),
        ('"Årsta, Böcker & Co" <receipts@nordljus.example>', "Årsta, Böcker & Co"),
    ],
)
def test_the_sender_has_the_name_that_was_configured_or_the_sellers(sender: str, name: str) -> None:
    (address,) = a_letter(a_numbered_invoice(), sender=sender)["From"].addresses

    assert (address.display_name, address.addr_spec) == (name, "receipts@nordljus.example")


def test_a_sellers_name_of_two_lines_opens_no_header() -> None:
    seller = replace(a_seller(), trading_name="Press\r\nBcc: everyone@x.example")

    letter = a_letter(a_numbered_invoice(seller=seller))

    assert letter["Bcc"] is None
    assert letter["Subject"].startswith("Your receipt from Press Bcc: everyone")


def test_every_line_is_seven_bit_and_short_enough_for_any_mail_server() -> None:
    mime = a_mail(a_numbered_invoice()).mime

    assert mime.isascii()
    assert max(map(len, mime.split(b"\r\n"))) <= 998
    assert b"\n" not in mime.replace(b"\r\n", b"")


def test_the_same_receipt_is_the_same_bytes_in_any_process() -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", HASH_IN_A_NEW_PROCESS, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(hashes) == 1
    assert len(hashes.pop().strip()) == 64


def test_a_receipt_waits_for_the_number_of_its_invoice() -> None:
    with pytest.raises(Broken, match="no number"):
        a_mail(an_invoice())


def test_a_receipt_is_never_sent_with_another_orders_invoice() -> None:
    invoice = a_numbered_invoice()
    receipt = replace(a_receipt(invoice), invoice_id=InvoiceId("inv_another"))

    with pytest.raises(Broken, match="inv_another"):
        compose_mail(
            receipt=receipt,
            about=Enclosed(invoice, PDF),
            order_url=ORDER_URL,
            sender="receipts@nordljus.example",
        )


def test_a_sender_without_an_address_is_our_mistake() -> None:
    with pytest.raises(Broken, match="sender"):
        a_mail(a_numbered_invoice(), sender="")
