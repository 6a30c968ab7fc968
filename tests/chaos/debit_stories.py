"""Debits from a bank account: authorised at once, settled or refused two days later."""

from __future__ import annotations

from datetime import timedelta

from tests.chaos.steps import Buys
from tests.chaos.story import Story
from tests.chaos.told import Told

TWO_DAYS = timedelta(days=2)
AUTHORISED = Told("checkout.session.completed", "unpaid")
REFUSED = Told("checkout.session.async_payment_failed", "unpaid", TWO_DAYS)
SETTLED = (
    Told("payment_intent.succeeded", "succeeded", TWO_DAYS),
    Told("checkout.session.async_payment_succeeded", "paid", TWO_DAYS),
)

DEBIT_PAID = Story(
    name="debit_paid", steps=(Buys(),), payment_told=(AUTHORISED, *SETTLED), endings=(("INV",),)
)
DEBIT_FAILED = Story(
    name="debit_failed", steps=(Buys(),), payment_told=(AUTHORISED, REFUSED), endings=((),)
)
DEBIT_FAILED_FIRST = Story(
    name="debit_failed_first",
    # Both reports come late, the refusal before the authorisation, and both come twice.
    steps=(Buys(),),
    payment_told=(AUTHORISED, REFUSED),
    late={
        AUTHORISED.type: (timedelta(days=2, seconds=20), timedelta(days=2, seconds=90)),
        REFUSED.type: (timedelta(seconds=5), timedelta(seconds=60)),
    },
    endings=((),),
)

DEBIT_STORIES = (DEBIT_PAID, DEBIT_FAILED, DEBIT_FAILED_FIRST)
