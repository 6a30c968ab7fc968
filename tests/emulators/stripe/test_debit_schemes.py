"""Debits in pounds and in dollars: promised at once, settled days later, or not."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.payments import NO_REDIRECTS, charge, paid
from tests.emulators.stripe.running import RunningTwin

POUNDS = ("bacs_debit", "gbp", {"sort_code": "108800", "account_number": "00012345"})
DOLLARS = (
    "us_bank_account",
    "usd",
    {"routing_number": "110000000", "account_number": "000123456789"},
)


def debited(
    twin: RunningTwin, kind: str, currency: str, account: dict[str, str]
) -> stripe.PaymentIntent:
    params: Any = {
        "amount": 5000,
        "currency": currency,
        "allowed_payment_method_types": [kind],
        "payment_method_data": {"type": kind, kind: account, "billing_details": {"name": "Ada"}},
        "automatic_payment_methods": NO_REDIRECTS,
        "confirm": True,
    }
    return twin.stripe.v1.payment_intents.create(params=params)


@pytest.mark.parametrize(("scheme", "days"), [(POUNDS, 3), (DOLLARS, 4)])
def test_a_debit_settles_days_later(twin: RunningTwin, scheme: Any, days: int) -> None:
    intent = debited(twin, *scheme)
    pending = charge(twin, intent)
    assert (intent.status, pending.status) == ("processing", "pending")
    twin.advance(days=days - 1, hours=23)
    assert not charge(twin, intent).paid
    twin.advance(hours=1)
    assert charge(twin, intent).paid


@pytest.mark.parametrize(
    ("scheme", "account", "code"),
    [
        (POUNDS, {"account_number": "22222227"}, "insufficient_funds"),
        (POUNDS, {"account_number": "33333335"}, "debit_not_authorized"),
        (DOLLARS, {"account_number": "000111111113"}, "account_closed"),
        (DOLLARS, {"account_number": "000111111116"}, "no_account"),
        (DOLLARS, {"account_number": "000222222227"}, "insufficient_funds"),
    ],
)
def test_a_debit_that_fails_says_why(
    twin: RunningTwin, scheme: Any, account: dict[str, str], code: str
) -> None:
    kind, currency, good = scheme
    intent = debited(twin, kind, currency, {**good, **account})
    twin.advance(days=4)
    assert charge(twin, intent).failure_code == code
    assert twin.stripe.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_debit_is_in_the_currency_of_its_country(twin: RunningTwin) -> None:
    kind, _, account = POUNDS
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        debited(twin, kind, "eur", account)


def test_an_intent_takes_only_the_types_it_names(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        twin.stripe.v1.payment_intents.create(
            params={
                "amount": 5000,
                "currency": "usd",
                "allowed_payment_method_types": ["us_bank_account"],
                "payment_method": "pm_card_visa",
            }
        )
    assert refused.value.code == "payment_intent_incompatible_payment_method"


def test_the_refund_of_a_debit_is_a_transfer(twin: RunningTwin) -> None:
    intent = debited(twin, *DOLLARS)
    twin.advance(days=4)
    refund = twin.stripe.v1.refunds.create(params={"payment_intent": intent.id})
    assert refund.destination_details is not None
    assert refund.destination_details.type == "us_bank_transfer"


def test_a_card_of_a_manual_intent_waits_for_the_shop(twin: RunningTwin) -> None:
    intent = paid(twin, "authenticationRequired", confirmation_method="manual")
    assert intent.status == "requires_action"
    twin.request("POST", f"/authenticate/{intent.id}", form={"answer": "complete"})
    intent = twin.stripe.v1.payment_intents.retrieve(intent.id)
    assert intent.status == "requires_confirmation"
    assert twin.stripe.v1.payment_intents.confirm(intent.id).status == "succeeded"
