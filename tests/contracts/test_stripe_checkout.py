"""What only the Stripe adapter can promise: what the page says, one attempt, and its failures."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters import stripe_checkout
from shared.adapters.stripe_checkout import StripeCheckout
from shared.domain.money import Money
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import ProviderFailed, ProviderRefused
from tests.builders.invoices import ORDER_ID, TRACEPARENT, a_line
from tests.contracts import nobody
from tests.contracts.local_stripe import KEY, LocalStripe, checkout_at
from tests.contracts.page_requests import a_key, parameters


@pytest.fixture
def checkout(local_stripe: LocalStripe) -> StripeCheckout:
    return checkout_at(local_stripe.address)


def test_the_page_is_about_the_order_and_its_amount(
    local_stripe: LocalStripe, checkout: StripeCheckout
) -> None:
    lines = (a_line(quantity=2), a_line("Quiet Fjord", unit=Money(49_00, "eur")))
    page = checkout.open_page(parameters(*lines, email="jana@weiss.example"), a_key())

    reader = stripe_checkout.stripe_client(KEY, f"http://{local_stripe.address}")
    session = reader.v1.checkout.sessions.retrieve(page.id).to_dict()

    assert session["client_reference_id"] == ORDER_ID
    assert session["metadata"] == {"order_id": ORDER_ID, "traceparent": TRACEPARENT}
    assert (session["amount_total"], session["currency"]) == (227_00, "eur")
    assert session["customer_email"] == "jana@weiss.example"
    assert session["url"] == page.url


@pytest.mark.parametrize(
    "amount",
    [Money(50, "eur"), Money(50, "jpy"), Money(3_00, "sek"), Money(100_00, "isk")],
    ids=str,
)
def test_the_least_that_the_domain_takes_the_provider_charges(
    checkout: StripeCheckout, amount: Money
) -> None:
    assert checkout.open_page(parameters(a_line(unit=amount)), a_key()).url


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"line_items": []}, "line_items"),
        ({"mode": "gift"}, "mode"),
        ({"payment_method_types": ["card"]}, "payment_method_types"),
        ({"expires_at": 1}, "expires_at"),
    ],
)
def test_parameters_that_the_provider_rejects_are_refused(
    checkout: StripeCheckout, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ProviderRefused, match=reason):
        checkout.open_page(parameters(**changes), a_key())


def test_an_amount_below_the_providers_minimum_is_refused(checkout: StripeCheckout) -> None:
    with pytest.raises(ProviderRefused, match="amount_too_small"):
        checkout.open_page(parameters(a_line(unit=Money(49, "eur"))), a_key())


def test_a_busy_provider_is_unavailable_and_may_be_asked_again(
    local_stripe: LocalStripe, checkout: StripeCheckout
) -> None:
    asked, key = parameters(), a_key()
    local_stripe.fail(status=429)

    with pytest.raises(Unavailable, match="RateLimitError 429"):
        checkout.open_page(asked, key)

    assert checkout.open_page(asked, key).url


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_of_the_provider_is_unavailable_and_not_asked_again(
    local_stripe: LocalStripe, checkout: StripeCheckout, status: int
) -> None:
    # The one fault is used up by the first attempt: a second one would have succeeded.
    local_stripe.fail(status=status)

    with pytest.raises(ProviderFailed, match=str(status)):
        checkout.open_page(parameters(), a_key())


def test_a_failure_is_repeated_for_its_key_and_not_for_the_next_one(
    local_stripe: LocalStripe, checkout: StripeCheckout
) -> None:
    asked, key = parameters(), a_key()
    local_stripe.fail(status=500)

    for _ in range(2):
        with pytest.raises(ProviderFailed):
            checkout.open_page(asked, key)

    assert checkout.open_page(asked, a_key()).url


def test_after_a_lost_reply_the_same_key_opens_the_page_that_was_made(
    local_stripe: LocalStripe, checkout: StripeCheckout
) -> None:
    asked, key, before = parameters(), a_key(), local_stripe.session_count()
    local_stripe.fail(is_lost=True)

    with pytest.raises(Unavailable):
        checkout.open_page(asked, key)
    assert local_stripe.session_count() == before + 1

    assert checkout.open_page(asked, key).url
    assert local_stripe.session_count() == before + 1


def test_of_two_requests_with_one_key_at_a_time_one_is_told_to_come_again(
    local_stripe: LocalStripe, checkout: StripeCheckout
) -> None:
    asked, key = parameters(), a_key()
    local_stripe.fail(delay_ms=60_000)  # on the emulator's clock: until it is moved

    with ThreadPoolExecutor(2) as pool:
        attempts = {pool.submit(checkout.open_page, asked, key) for _ in range(2)}
        [told], [held] = wait(attempts, return_when=FIRST_COMPLETED)
        local_stripe.advance(timedelta(minutes=1))
        page = held.result()

    with pytest.raises(Unavailable, match="409"):
        told.result()
    assert checkout.open_page(asked, key) == page


def test_a_key_of_ours_that_was_revoked_is_an_operators_business_and_the_order_can_wait(
    local_stripe: LocalStripe,
) -> None:
    with pytest.raises(Unavailable, match="AuthenticationError 401"):
        checkout_at(local_stripe.address, "sk_test_short").open_page(parameters(), a_key())


def test_a_provider_that_is_down_is_unavailable() -> None:
    with nobody.refusing() as address, pytest.raises(Unavailable):
        checkout_at(address).open_page(parameters(), a_key())


def test_a_provider_that_hangs_is_unavailable_after_the_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stripe_checkout, "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)
    with nobody.silent() as address, pytest.raises(Unavailable):
        checkout_at(address).open_page(parameters(), a_key())
