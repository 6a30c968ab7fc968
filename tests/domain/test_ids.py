from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import (
    OrderId,
    credit_note_id_of,
    invoice_id_of,
    is_receipt_id,
    receipt_id_of,
    reversal_id_of,
    suffix_of,
)

suffixes = st.text("abcdefghijkmnpqrstuvwxyz23456789", min_size=26, max_size=26)


@given(suffix=suffixes)
def test_an_orders_documents_carry_what_makes_it_unique(suffix: str) -> None:
    order_id = OrderId(f"ord_{suffix}")

    assert suffix_of(order_id) == suffix
    assert invoice_id_of(order_id) == f"inv_{suffix}"
    assert receipt_id_of(invoice_id_of(order_id)) == f"rcp_{suffix}"


@given(one=suffixes, other=suffixes)
def test_two_orders_never_share_a_document(one: str, other: str) -> None:
    first, second = OrderId(f"ord_{one}"), OrderId(f"ord_{other}")

    assert (invoice_id_of(first) == invoice_id_of(second)) == (one == other)
    assert (receipt_id_of(invoice_id_of(first)) == receipt_id_of(invoice_id_of(second))) == (
        one == other
    )


@given(suffix=suffixes, refund=st.from_regex(r"(re|pyr)_[A-Za-z0-9_]{1,100}", fullmatch=True))
def test_the_mail_of_every_document_is_known_by_its_id(suffix: str, refund: str) -> None:
    order_id = OrderId(f"ord_{suffix}")
    documents = (
        invoice_id_of(order_id),
        credit_note_id_of(order_id, refund),
        reversal_id_of(order_id, refund),
    )

    assert all(is_receipt_id(receipt_id_of(document)) for document in documents)
    assert not any(is_receipt_id(document) for document in documents)
    assert not is_receipt_id(f"rcp_{suffix}_{refund}")
