from __future__ import annotations

from datetime import timedelta

from shared.domain.checkout_key import LEASE, CheckoutKey, StoredAnswer, sha256_of
from tests.builders.invoices import ORDER_ID
from tests.fakes.world import NOON


def a_key() -> CheckoutKey:
    return CheckoutKey(
        id=sha256_of("a key"),
        body_sha256=sha256_of("a body"),
        order_id=ORDER_ID,
        created_at=NOON,
        lease_until=NOON + LEASE,
    )


def test_the_first_answer_stays() -> None:
    key = a_key().answered(StoredAnswer(201, "first"))

    assert key.answered(StoredAnswer(201, "second")) is key
    assert key.answer == StoredAnswer(201, "first")


def test_a_lease_is_taken_anew_for_its_full_length() -> None:
    later = NOON + timedelta(minutes=5)

    assert a_key().leased(at=later).lease_until == later + LEASE
