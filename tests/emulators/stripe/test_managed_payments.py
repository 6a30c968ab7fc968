"""A session that Stripe sells in its own name."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.orders import open_session
from tests.emulators.stripe.running import RunningTwin


def test_a_session_says_that_stripe_sells_and_can_be_paid(twin: RunningTwin) -> None:
    session = open_session(twin, managed_payments={"enabled": True})

    assert twin.pay(session)["outcome"] == "complete"

    paid = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    assert paid.managed_payments is not None
    assert (paid.payment_status, paid.managed_payments.enabled) == ("paid", True)


@pytest.mark.parametrize("name", ["automatic_tax", "tax_id_collection", "adaptive_pricing"])
def test_whoever_lets_stripe_sell_has_no_say_in_the_tax(twin: RunningTwin, name: str) -> None:
    asked = {"managed_payments": {"enabled": True}, name: {"enabled": True}}

    with pytest.raises(stripe.InvalidRequestError, match="cannot be used") as refused:
        open_session(twin, **asked)

    assert refused.value.param == name
