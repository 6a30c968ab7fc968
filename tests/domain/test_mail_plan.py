from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import (
    InvoiceId,
    OrderId,
    ReceiptId,
    credit_note_id_of,
    invoice_id_of,
    is_receipt_id,
    receipt_id_of,
    resent_receipt_id_of,
    reversal_id_of,
    status_receipt_id_of,
)
from shared.domain.invoice import DocumentKind
from shared.domain.mail_fact import MailFact
from shared.domain.mail_plan import OF_DOCUMENT, OF_STATUS, planned, still_true
from shared.domain.order import OrderStatus

SES_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")  # docs.aws.amazon.com, SESv2 MessageTag
KEY = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
SILENT = set(OrderStatus) - {OrderStatus.AWAITING_FUNDS, OrderStatus.FAILED}

suffixes = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=26, max_size=26)
refunds = st.from_regex(r"(re|pyr)_[A-Za-z0-9_]{1,190}", fullmatch=True)


def every_mail(order_id: OrderId, refund_id: str) -> dict[str, ReceiptId]:
    documents: dict[str, InvoiceId] = {
        "invoice": invoice_id_of(order_id),
        "credit note": credit_note_id_of(order_id, refund_id),
        "reversal": reversal_id_of(order_id, refund_id),
    }
    return {
        **{str(fact): status_receipt_id_of(order_id, fact) for fact in OF_STATUS.values()},
        **{name: receipt_id_of(document) for name, document in documents.items()},
        **{
            f"{name} again": resent_receipt_id_of(document, KEY)
            for name, document in documents.items()
        },
    }


def test_every_fact_has_one_source() -> None:
    sources = [*OF_STATUS.values(), *OF_DOCUMENT.values(), MailFact.RESENT]

    assert sorted(sources) == sorted(MailFact)
    assert OF_DOCUMENT.keys() == set(DocumentKind)


@pytest.mark.parametrize(
    ("reported", "fact"),
    [
        (OrderStatus.AWAITING_FUNDS, MailFact.AWAITING_FUNDS),
        (OrderStatus.FAILED, MailFact.PAYMENT_FAILED),
        *((status, None) for status in sorted(SILENT)),
    ],
)
def test_a_report_brings_the_mail_of_the_table(
    reported: OrderStatus, fact: MailFact | None
) -> None:
    assert planned(reported) is fact


@pytest.mark.parametrize("status", OrderStatus)
def test_a_mail_about_an_order_is_true_while_the_order_stands_there(status: OrderStatus) -> None:
    waiting = still_true(MailFact.AWAITING_FUNDS, status)
    failed = still_true(MailFact.PAYMENT_FAILED, status)

    assert waiting == (status is OrderStatus.AWAITING_FUNDS)
    assert failed == (status is OrderStatus.FAILED)


@pytest.mark.parametrize("fact", [*OF_DOCUMENT.values(), MailFact.RESENT])
@pytest.mark.parametrize("status", OrderStatus)
def test_what_a_document_says_is_true_whatever_comes(fact: MailFact, status: OrderStatus) -> None:
    assert still_true(fact, status)


@given(suffix=suffixes, refund=refunds)
def test_every_mail_is_known_by_its_id_and_fits_the_providers_tag(suffix: str, refund: str) -> None:
    mails = every_mail(OrderId(f"ord_{suffix}"), refund)

    assert [name for name, mail in mails.items() if not is_receipt_id(mail)] == []
    assert [name for name, mail in mails.items() if not SES_TAG.fullmatch(mail)] == []
    assert len(set(mails.values())) == len(mails)


@pytest.mark.parametrize("fact", MailFact)
def test_an_id_is_known_whatever_the_fact(fact: MailFact) -> None:
    assert is_receipt_id(status_receipt_id_of(OrderId("ord_" + "a" * 26), fact))


@pytest.mark.parametrize(
    "stranger",
    [
        "rcp_",
        "rcp_" + "a" * 25,
        "rcp_" + "a" * 26 + "_",
        "rcp_" + "a" * 26 + "_late",
        "rcp_" + "a" * 26 + "_paid/x",
        "rcp_" + "a" * 26 + "_again_",
        "rcp_" + "a" * 26 + "_again_" + "g" * 20,
        "rcp_" + "a" * 26 + "_payment_failed_again_" + "0" * 20,
        "inv_" + "a" * 26,
    ],
)
def test_no_other_id_is_taken_for_a_mail(stranger: str) -> None:
    assert not is_receipt_id(stranger)
