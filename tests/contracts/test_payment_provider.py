"""The PaymentProvider port: one page per key. The fake, and Stripe's Checkout."""

from __future__ import annotations

import pytest

from shared.usecases.ports.payments import PaymentProvider, ProviderRefused
from tests.contracts.local_stripe import checkout_at
from tests.contracts.page_requests import a_key, parameters
from tests.fakes.payments import MemoryProvider


@pytest.fixture(params=["memory", "stripe"])
def provider(request: pytest.FixtureRequest) -> PaymentProvider:
    if request.param == "memory":
        return MemoryProvider()
    return checkout_at(request.getfixturevalue("local_stripe").address)


def test_a_page_has_an_id_and_an_address(provider: PaymentProvider) -> None:
    page = provider.open_page(parameters(), a_key())

    assert page.id.startswith("cs_test_")
    assert page.url.startswith("http")
    assert page.id in page.url


def test_a_repeated_key_opens_the_first_page(provider: PaymentProvider) -> None:
    asked, key = parameters(), a_key()

    assert provider.open_page(asked, key) == provider.open_page(asked, key)


def test_another_key_opens_another_page(provider: PaymentProvider) -> None:
    asked = parameters()

    assert provider.open_page(asked, a_key()) != provider.open_page(asked, a_key())


def test_a_key_with_other_parameters_is_refused(provider: PaymentProvider) -> None:
    asked, key = parameters(), a_key()
    page = provider.open_page(asked, key)

    with pytest.raises(ProviderRefused):
        provider.open_page(parameters(email="jana@weiss.example"), key)

    assert provider.open_page(asked, key) == page
