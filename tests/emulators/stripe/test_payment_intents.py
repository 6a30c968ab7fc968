"""PaymentIntents and payment methods without a Checkout Session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import charge_of, intent_of, paid_session
from tests.emulators.stripe.running import RunningTwin

NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}


def create(twin: RunningTwin, **changes: Any) -> stripe.PaymentIntent:
    usual = {
        "amount": 2000,
        "currency": "eur",
        "automatic_payment_methods": NO_REDIRECTS,
        "expand": ["latest_charge"],
    }
    given: Any = {**usual, **changes}
    return twin.stripe.v1.payment_intents.create(params=given)


def test_an_intent_is_paid_at_once_with_a_test_payment_method(twin: RunningTwin) -> None:
    intent = create(twin, payment_method="pm_card_visa", confirm=True, description="Lamp")
    charge = charge_of(intent)
    assert (intent.status, intent.amount_received) == ("succeeded", 2000)
    assert (charge.description, charge.outcome and charge.outcome.type) == ("Lamp", "authorized")
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.last4 == "4242"


def test_an_intent_is_paid_in_steps(twin: RunningTwin) -> None:
    made = create(twin)
    filled = twin.stripe.v1.payment_intents.update(
        made.id, params={"payment_method": "pm_card_mastercard", "metadata": {"order": "7"}}
    )
    paid = twin.stripe.v1.payment_intents.confirm(made.id)
    assert made.status == "requires_payment_method"
    assert filled.status == "requires_confirmation"
    assert (paid.status, paid.metadata.to_dict()) == ("succeeded", {"order": "7"})


def test_a_declined_card_raises_a_card_error_that_carries_the_intent(twin: RunningTwin) -> None:
    twin.listen("charge.failed", "payment_intent.payment_failed")
    with pytest.raises(stripe.CardError) as caught:
        create(twin, payment_method="pm_card_visa_chargeDeclinedInsufficientFunds", confirm=True)
    body: Any = caught.value.json_body
    error = body["error"]
    assert caught.value.http_status == 402
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert error["charge"] == error["payment_intent"]["latest_charge"]
    twin.shop.wait_for("charge.failed", "payment_intent.payment_failed")


def test_a_redirect_needs_an_address_to_come_back_to(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        create(
            twin,
            payment_method="pm_card_visa",
            confirm=True,
            automatic_payment_methods={"enabled": True},
        )
    assert caught.value.param == "return_url"
    assert twin.stripe.v1.payment_intents.list().data == []


def test_3d_secure_leads_to_the_bank_and_back_to_the_shop(twin: RunningTwin) -> None:
    waiting = create(
        twin,
        payment_method="pm_card_authenticationRequired",
        confirm=True,
        return_url="https://shop.example/back?order=7",
    )
    assert waiting.next_action is not None
    assert waiting.next_action.redirect_to_url is not None
    url = waiting.next_action.redirect_to_url.url or ""
    reply = twin.request("POST", url, form={"answer": "complete"})
    paid = twin.stripe.v1.payment_intents.retrieve(waiting.id)
    assert waiting.status == "requires_action"
    assert reply.headers["Location"] == (
        f"https://shop.example/back?order=7&payment_intent={waiting.id}"
        f"&payment_intent_client_secret={waiting.client_secret}&redirect_status=succeeded"
    )
    assert (paid.status, paid.next_action) == ("succeeded", None)


def test_nobody_can_authenticate_off_session(twin: RunningTwin) -> None:
    with pytest.raises(stripe.CardError) as caught:
        create(
            twin,
            payment_method="pm_card_authenticationRequired",
            confirm=True,
            off_session=True,
        )
    body: Any = caught.value.json_body
    assert body["error"]["decline_code"] == "authentication_required"


def test_money_can_be_held_and_taken_in_part(twin: RunningTwin) -> None:
    twin.listen("charge.captured", "payment_intent.amount_capturable_updated")
    held = create(twin, payment_method="pm_card_visa", confirm=True, capture_method="manual")
    taken = twin.stripe.v1.payment_intents.capture(held.id, params={"amount_to_capture": 1500})
    twin.shop.wait_for("charge.captured", "payment_intent.amount_capturable_updated")
    assert (held.status, held.amount_capturable, held.amount_received) == (
        "requires_capture",
        2000,
        0,
    )
    assert (taken.status, taken.amount_capturable, taken.amount_received) == ("succeeded", 0, 1500)


def test_no_more_can_be_taken_than_is_held(twin: RunningTwin) -> None:
    held = create(twin, payment_method="pm_card_visa", confirm=True, capture_method="manual")
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.payment_intents.capture(held.id, params={"amount_to_capture": 2001})
    assert caught.value.code == "amount_too_large"


def test_an_intent_can_be_canceled_until_it_is_paid(twin: RunningTwin) -> None:
    twin.listen("payment_intent.canceled")
    intent = create(twin)
    canceled = twin.stripe.v1.payment_intents.cancel(
        intent.id, params={"cancellation_reason": "requested_by_customer"}
    )
    twin.shop.wait_for("payment_intent.canceled")
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "requested_by_customer")
    assert canceled.canceled_at is not None


def test_what_the_state_forbids_is_refused(twin: RunningTwin) -> None:
    intents = twin.stripe.v1.payment_intents
    paid = create(twin, payment_method="pm_card_visa", confirm=True)
    empty = create(twin)
    forbidden: list[Callable[[], object]] = [
        lambda: intents.cancel(paid.id),
        lambda: intents.confirm(paid.id),
        lambda: intents.capture(paid.id),
        lambda: intents.update(paid.id, params={"amount": 1}),
        lambda: intents.confirm(empty.id),
    ]
    for act in forbidden:
        with pytest.raises(stripe.InvalidRequestError) as caught:
            act()
        assert caught.value.code == "payment_intent_unexpected_state"


def test_a_sessions_intent_is_left_by_expiring_the_session(twin: RunningTwin) -> None:
    session = paid_session(twin, payment_intent_data={"capture_method": "manual"})
    with pytest.raises(stripe.InvalidRequestError, match="Expire the session"):
        twin.stripe.v1.payment_intents.cancel(intent_of(twin, session).id)


def test_a_card_becomes_a_payment_method_by_its_token(twin: RunningTwin) -> None:
    method = twin.stripe.v1.payment_methods.create(
        params={
            "type": "card",
            "card": {"token": "tok_amex"},
            "billing_details": {"name": "Ada", "address": {"postal_code": "10115"}},
        }
    )
    again = twin.stripe.v1.payment_methods.retrieve(method.id)
    assert again.card is not None
    assert (again.card.brand, again.card.last4) == ("amex", "0005")
    assert again.card.checks is not None
    assert again.card.checks.address_postal_code_check == "pass"
    assert again.billing_details.name == "Ada"
    assert "378282246310005" not in str(again)


def test_card_numbers_are_not_for_the_api(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="generally unsafe"):
        twin.stripe.v1.payment_methods.create(
            params={
                "type": "card",
                "card": {"number": "4242424242424242", "exp_month": 1, "exp_year": 2034},
            }
        )


def test_a_bank_account_becomes_a_payment_method_by_its_iban(twin: RunningTwin) -> None:
    method = twin.stripe.v1.payment_methods.create(
        params={"type": "sepa_debit", "sepa_debit": {"iban": "DE89 3704 0044 0532 0130 00"}}
    )
    intent = create(twin, payment_method=method.id, confirm=True)
    twin.advance(days=2)
    assert intent.status == "processing"
    assert twin.stripe.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_payment_method_belongs_to_a_customer_when_attached(twin: RunningTwin) -> None:
    ada = twin.stripe.v1.customers.create(params={"name": "Ada"})
    methods = twin.stripe.v1.payment_methods
    attached = methods.attach("pm_card_visa", params={"customer": ada.id})
    listed = methods.list(params={"customer": ada.id, "type": "card"}).data
    detached = methods.detach(attached.id)
    assert [row.id for row in listed] == [attached.id]
    assert (attached.customer, detached.customer) == (ada.id, None)


def test_charges_are_listed_by_their_intent(twin: RunningTwin) -> None:
    intent = create(twin, payment_method="pm_card_visa", confirm=True)
    create(twin, payment_method="pm_card_visa", confirm=True)
    [charge] = twin.stripe.v1.charges.list(params={"payment_intent": intent.id}).data
    assert charge.id == charge_of(intent).id
    assert twin.stripe.v1.charges.retrieve(charge.id).amount == 2000
