"""Somebody who buys one print, by the public API and the hosted payment page."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any

from tests.journeys.stack import Stack, until

CART = {"lines": [{"sku": "PRINT-AURORA", "quantity": 1}]}
BUYER = {"email": "buyer@example.com", "line1": "Storgatan 1", "city": "Stockholm"}


@dataclass(frozen=True, slots=True)
class Purchase:
    order_token: str

    def order(self, stack: Stack) -> dict[str, Any] | None:
        """None while nobody can tell."""
        url = f"{stack.description['checkout']}/v1/orders/{self.order_token}"
        status, answer = call("GET", url)
        order: dict[str, Any] | None = json.loads(answer) if status == 200 else None
        return order

    def completed(self, stack: Stack) -> dict[str, Any]:
        """The order once its receipt has been sent."""

        def sent() -> dict[str, Any] | None:
            order = self.order(stack)
            is_sent = order and order["receipt"] and order["receipt"]["status"] == "sent"
            return order if is_sent else None

        order = until(sent)
        assert order is not None
        return order


def buy(stack: Stack, **typed: str) -> Purchase:
    """Check out and pay, with the card that always succeeds unless something else is typed."""
    description = stack.description
    key = {"Idempotency-Key": str(uuid.uuid4())}
    status, answer = call("POST", f"{description['checkout']}/v1/checkout", CART, key)
    assert status == 201, answer
    opened = json.loads(answer)
    pay(stack, opened["checkout_url"], **typed)
    return Purchase(opened["order_token"])


def pay(stack: Stack, checkout_url: str, **typed: str) -> Purchase:
    """On the hosted page, which then leads back to the order at the shop."""
    session_id = checkout_url.rpartition("/")[2]
    address = f"{stack.description['stripe_api']}/_twin/checkout/sessions/{session_id}/pay"
    status, answer = call("POST", address, BUYER | typed)
    assert status == 200, answer
    session = json.loads(answer)["session"]
    return Purchase(session["success_url"].rpartition("/")[2])


def call(
    method: str, url: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """The status and the body of any answer."""
    request = urllib.request.Request(  # noqa: S310 - addresses of our own
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - see above
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()
