"""A buyer abroad is charged in another currency, and the shop's objects say both."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import charge_of, intent_of, line, open_session
from tests.emulators.stripe.running import RunningTwin

ON: dict[str, Any] = {"adaptive_pricing": {"enabled": True}}


def sold(twin: RunningTwin, country: str, **changes: Any) -> stripe.checkout.Session:
    session = open_session(twin, **{**ON, **changes})
    assert twin.pay(session, country=country)["outcome"] == "complete"
    return twin.stripe.v1.checkout.sessions.retrieve(session.id)


def shown(carrier: Any) -> tuple[int, str] | None:
    details = carrier.to_dict().get("presentment_details")
    return details and (details["presentment_amount"], details["presentment_currency"])


@pytest.mark.parametrize(
    ("country", "presented"),
    [("SE", (979_00, "sek")), ("JP", (15_575, "jpy")), ("DE", None), ("IS", None)],
)
def test_the_buyers_country_decides_and_the_sale_stays_in_the_shops_currency(
    twin: RunningTwin, country: str, presented: tuple[int, str] | None
) -> None:
    session = sold(twin, country)

    intent = intent_of(twin, session)
    assert (session.amount_total, session.currency) == (89_00, "eur")
    assert (intent.amount_received, intent.currency) == (89_00, "eur")
    assert [shown(one) for one in (session, intent, charge_of(intent))] == [presented] * 3


def test_a_refund_is_converted_at_the_payments_own_rate(twin: RunningTwin) -> None:
    intent = intent_of(twin, sold(twin, "SE"))

    part = twin.stripe.v1.refunds.create(params={"payment_intent": intent.id, "amount": 10_01})

    assert (part.amount, part.currency, shown(part)) == (10_01, "eur", (110_11, "sek"))


def test_a_second_attempt_from_elsewhere_is_converted_anew(twin: RunningTwin) -> None:
    session = open_session(twin, **ON)
    assert twin.pay(session, country="SE", card="4000000000000002")["outcome"] == "declined"
    assert shown(intent_of(twin, session)) == (979_00, "sek")

    assert twin.pay(session, country="DE")["outcome"] == "complete"

    assert shown(intent_of(twin, session)) is None


def test_nothing_is_converted_unless_the_shop_wants_it(twin: RunningTwin) -> None:
    assert shown(sold(twin, "SE", adaptive_pricing={"enabled": False})) is None


def test_a_currency_without_decimals_is_converted_to_whole_cents(twin: RunningTwin) -> None:
    assert shown(sold(twin, "US", line_items=[line(17_500, currency="jpy")])) == (116_00, "usd")
