"""One clock for the whole stack: the services, and the functions in their own processes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.journeys.buyer import buy, call
from tests.journeys.control import move, time_in
from tests.journeys.stack import Stack, until

NEAR = timedelta(seconds=5)
# Servers write whole seconds, and one of them keeps each for a while.


def test_every_function_follows_when_the_clock_is_moved(stack: Stack) -> None:
    offset = timedelta(days=3)
    before = {name: time_in(stack, name) for name in stack.description["functions"]}
    now = move(stack, advance_seconds=offset.total_seconds(), leap=True)
    for name in stack.description["functions"]:
        until(lambda name=name: abs(time_in(stack, name) - now) < 4 * NEAR)  # type: ignore[misc]

    assert all(abs(time - datetime.now(UTC)) < 4 * NEAR for time in before.values())


def test_a_purchase_at_another_time_is_dated_by_it(stack: Stack) -> None:
    now = move(stack, advance_seconds=40 * 86_400, leap=True)
    order = buy(stack).completed(stack)

    placed_at = datetime.fromisoformat(order["created_at"])
    assert timedelta() <= placed_at - now < timedelta(minutes=2)
    assert order["invoice"]["number"].startswith(f"INV-{now.year}-")


def test_a_function_that_starts_later_has_the_moved_time_from_the_beginning(stack: Stack) -> None:
    now = move(stack, advance_seconds=60)
    stack.kill("checkout")

    assert abs(time_in(stack, "checkout") - now) < 4 * NEAR


def test_an_unpaid_order_expires_when_its_time_has_passed(stack: Stack) -> None:
    description = stack.description
    cart = {"lines": [{"sku": "PRINT-AURORA", "quantity": 1}]}
    key = {"Idempotency-Key": "11111111-2222-4333-8444-555555555555"}
    status, answer = call("POST", f"{description['checkout']}/v1/checkout", cart, key)
    assert status == 201, answer
    token = json.loads(answer)["order_token"]

    def status_of_order() -> str:
        _, content = call("GET", f"{description['checkout']}/v1/orders/{token}")
        found: str = json.loads(content)["status"]
        return found

    first = status_of_order()
    move(stack, advance_seconds=26 * 3600, leap=True)

    assert first == "open"
    assert until(lambda: status_of_order() == "expired")


def test_time_that_stands_still_stands_still_everywhere(stack: Stack) -> None:
    paused_at = move(stack, pause=True)
    try:
        first = time_in(stack, "checkout")
        in_two_seconds = datetime.now(UTC) + timedelta(seconds=2)
        until(lambda: datetime.now(UTC) > in_two_seconds)
        again = time_in(stack, "checkout")
    finally:
        move(stack, resume=True)

    assert first == again
    assert abs(first - paused_at) < timedelta(seconds=1.5)
