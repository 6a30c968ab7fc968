"""Keeping a card for later, without taking money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.payments import NO_REDIRECTS, paid
from tests.emulators.stripe.running import RunningTwin


def ada(twin: RunningTwin) -> str:
    return twin.stripe.v1.customers.create(params={"name": "Ada"}).id


def set_up(twin: RunningTwin, card: str = "visa", **changes: Any) -> stripe.SetupIntent:
    given: Any = {
        "automatic_payment_methods": NO_REDIRECTS,
        "confirm": True,
        "payment_method": f"pm_card_{card}",
        **changes,
    }
    return twin.stripe.v1.setup_intents.create(params=given)


def test_a_card_is_kept_for_its_customer(twin: RunningTwin) -> None:
    twin.listen("setup_intent.created", "payment_method.attached", "setup_intent.succeeded")
    customer = ada(twin)
    intent = set_up(twin, customer=customer)
    twin.shop.wait_for("setup_intent.created", "payment_method.attached", "setup_intent.succeeded")
    [kept] = twin.stripe.v1.customers.payment_methods.list(customer).data
    assert (intent.status, intent.usage) == ("succeeded", "off_session")
    assert kept.id == intent.payment_method
    assert kept.customer == customer


def test_a_kept_card_pays_while_nobody_is_there(twin: RunningTwin) -> None:
    customer = ada(twin)
    waiting = set_up(twin, "authenticationRequiredOnSetup", customer=customer)
    assert waiting.next_action is not None
    assert waiting.next_action.redirect_to_url is not None
    url = waiting.next_action.redirect_to_url.url or ""
    twin.request("POST", url, form={"answer": "complete"})
    done = twin.stripe.v1.setup_intents.retrieve(waiting.id)
    intent = paid(twin, payment_method=done.payment_method, customer=customer, off_session=True)
    assert (waiting.status, done.status) == ("requires_action", "succeeded")
    assert intent.status == "succeeded"


def test_a_card_that_was_not_set_up_needs_its_holder(twin: RunningTwin) -> None:
    with pytest.raises(stripe.CardError) as caught:
        paid(twin, "authenticationRequiredOnSetup", off_session=True)
    body: Any = caught.value.json_body
    assert body["error"]["decline_code"] == "authentication_required"
    assert paid(twin, "authenticationRequiredSetupForOffSession", off_session=True).status == (
        "succeeded"
    )


def test_a_bank_that_says_no_leaves_a_failed_attempt(twin: RunningTwin) -> None:
    twin.listen("setup_intent.setup_failed")
    with pytest.raises(stripe.CardError) as caught:
        set_up(twin, "chargeDeclined")
    twin.shop.wait_for("setup_intent.setup_failed")
    body: Any = caught.value.json_body
    intent = body["error"]["setup_intent"]
    [attempt] = twin.stripe.v1.setup_attempts.list(params={"setup_intent": intent["id"]}).data
    assert (caught.value.http_status, caught.value.code) == (402, "card_declined")
    assert (intent["status"], intent["payment_method"]) == ("requires_payment_method", None)
    assert intent["last_setup_error"]["decline_code"] == "generic_decline"
    assert (attempt.status, attempt.id) == ("failed", intent["latest_attempt"])


def test_a_failed_challenge_can_be_tried_again(twin: RunningTwin) -> None:
    waiting = set_up(twin, "authenticationRequired", return_url="https://shop.example/back")
    assert waiting.next_action is not None
    assert waiting.next_action.redirect_to_url is not None
    url = waiting.next_action.redirect_to_url.url or ""
    reply = twin.request("POST", url, form={"answer": "fail"})
    failed = twin.stripe.v1.setup_intents.retrieve(waiting.id)
    again = twin.stripe.v1.setup_intents.confirm(
        waiting.id, params={"payment_method": "pm_card_visa"}
    )
    assert reply.headers["Location"] == (
        f"https://shop.example/back?setup_intent={waiting.id}"
        f"&setup_intent_client_secret={waiting.client_secret}&redirect_status=failed"
    )
    assert failed.last_setup_error is not None
    assert failed.last_setup_error.code == "setup_intent_authentication_failure"
    assert again.status == "succeeded"
    attempts = twin.stripe.v1.setup_attempts.list(params={"setup_intent": waiting.id}).data
    assert [attempt.status for attempt in attempts] == ["succeeded", "failed"]


def test_what_the_state_forbids_is_refused(twin: RunningTwin) -> None:
    intents = twin.stripe.v1.setup_intents
    done, empty = set_up(twin), intents.create()
    canceled = intents.cancel(
        intents.create().id, params={"cancellation_reason": "requested_by_customer"}
    )
    forbidden: list[Callable[[], object]] = [
        lambda: intents.confirm(done.id),
        lambda: intents.cancel(done.id),
        lambda: intents.cancel(canceled.id),
        lambda: intents.confirm(empty.id),
        lambda: intents.update(done.id, params={"payment_method": "pm_card_visa"}),
    ]
    for act in forbidden:
        with pytest.raises(stripe.InvalidRequestError) as caught:
            act()
        assert caught.value.code == "setup_intent_unexpected_state"
    assert canceled.cancellation_reason == "requested_by_customer"


def test_a_customers_card_is_for_that_customer(twin: RunningTwin) -> None:
    card = twin.stripe.v1.payment_methods.attach("pm_card_visa", params={"customer": ada(twin)})
    with pytest.raises(stripe.InvalidRequestError, match="does not belong to the Customer"):
        set_up(twin, payment_method=card.id, customer=ada(twin))
    with pytest.raises(stripe.InvalidRequestError, match="include the Customer"):
        set_up(twin, payment_method=card.id)


def test_a_bank_account_is_set_up_with_a_mandate(twin: RunningTwin) -> None:
    method = twin.stripe.v1.payment_methods.create(
        params={"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}
    )
    intent = set_up(twin, payment_method=method.id, customer=ada(twin))
    assert isinstance(intent.mandate, str)
    mandate = twin.stripe.v1.mandates.retrieve(intent.mandate)
    assert (mandate.status, mandate.payment_method) == ("active", method.id)
