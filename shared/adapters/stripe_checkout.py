"""Stripe's Checkout Sessions behind the `PaymentProvider` port."""

from __future__ import annotations

import json

import stripe

from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import HostedSession, ProviderFailed, ProviderRefused

TIMEOUT_SECONDS = 8


def stripe_client(api_key: str, api_base: str) -> stripe.StripeClient:
    """`api_base` is empty for Stripe itself. Never retries: the key is ours, and so is the pace."""
    http_client = stripe.RequestsClient(timeout=TIMEOUT_SECONDS)
    if api_base:
        return stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base},
            http_client=http_client,
            max_network_retries=0,
        )
    return stripe.StripeClient(api_key, http_client=http_client, max_network_retries=0)


class StripeCheckout:
    def __init__(self, client: stripe.StripeClient) -> None:
        self._client = client

    def open_page(self, parameters: str, key: str) -> HostedSession:
        try:
            session = self._client.v1.checkout.sessions.create(
                json.loads(parameters), {"idempotency_key": key}
            )
        except stripe.InvalidRequestError as error:
            raise ProviderRefused(f"{error.code}: {error.param}") from error
        except stripe.IdempotencyError as error:
            raise ProviderRefused("this key was used with other parameters") from error
        except stripe.APIError as error:
            # Stripe keeps the first answer to a key for a day, its own failures included.
            raise ProviderFailed(f"{type(error).__name__} {error.http_status}") from error
        except stripe.StripeError as error:
            # Also 401 and 403: an operator must mend them, and the order can wait for it.
            raise Unavailable(f"{type(error).__name__} {error.http_status}") from error
        if session.url is None:
            raise ProviderRefused(f"{session.id} has no page")
        return HostedSession(session.id, session.url)
