from __future__ import annotations

import pytest

from shared.adapters.firestore.codec import from_document, to_document
from shared.adapters.firestore.older_documents import upcast
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order
from shared.domain.receipt import Receipt
from tests.builders.invoices import a_receipt, an_invoice
from tests.builders.orders import an_order


def a_document_of_before(invoice_id: str) -> dict[str, object]:
    """As it was stored while there were mails of documents alone."""
    document = {**to_document(a_receipt(an_invoice())), "invoice_id": invoice_id}
    for added in ("fact", "seller", "requested_by"):
        del document[added]
    return document


@pytest.mark.parametrize(
    ("invoice_id", "fact"),
    [
        ("inv_7f3kq2m9x4v1c8r5t6w0y2z3ab", MailFact.PAID),
        ("cn_7f3kq2m9x4v1c8r5t6w0y2z3ab_re_1", MailFact.REFUNDED),
        ("rv_7f3kq2m9x4v1c8r5t6w0y2z3ab_re_1", MailFact.REVERSED),
    ],
)
def test_a_mail_of_an_earlier_release_still_tells_its_fact(invoice_id: str, fact: MailFact) -> None:
    receipt = from_document(Receipt, a_document_of_before(invoice_id))

    assert (receipt.fact, receipt.invoice_id, receipt.seller) == (fact, invoice_id, None)


def test_an_order_of_an_earlier_release_has_neither_language_nor_peppol_id() -> None:
    document = to_document(an_order())
    for added in ("language", "peppol_id"):
        del document[added]

    assert from_document(Order, document) == an_order()


def test_what_has_its_fact_and_what_never_changed_is_left_alone() -> None:
    receipt, order = to_document(a_receipt(an_invoice())), to_document(an_order())

    assert upcast(Receipt, receipt) is receipt
    assert upcast(Order, order) is order
