"""Fifty purchases while functions are killed at random, webhooks doubled and shuffled."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.buyer import call
from tests.journeys.command import kvitto
from tests.journeys.stack import Stack, running, until

PURCHASES = 50
CONCURRENCY = 8
REST_SECONDS_MAX = 400.0
# A mailer that was killed between its claim and its mail leaves a lease to run out, a silence
# to wait through and a queue that has backed off; everything else comes to rest in a minute.

pytestmark = pytest.mark.timeout(600)


def test_fifty_purchases_survive_random_kills_and_come_out_even(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        unsettle_webhooks(stack, duplicates=1, shuffle_ms=400)
        with killing(stack, seed=7):
            bought = kvitto(
                stack, "buy", "--count", str(PURCHASES), "--concurrency", str(CONCURRENCY)
            )
        report = at_rest(stack)
        mails = json.loads(call("GET", f"{stack.description['outbox']}?limit=1000")[1])

    assert bought["failed"] == 0
    numbers = sorted(order["number"] for order in bought["orders"])
    year = numbers[0].split("-")[1]
    assert numbers == [f"INV-{year}-{number:06d}" for number in range(1, PURCHASES + 1)]
    assert report["counts"]["orders"] == PURCHASES
    assert report["counts"]["journal entries"] == PURCHASES
    assert report["counts"]["dead letters"] == 0
    receipts = Counter(mail["headers"]["X-Kvitto-Receipt"] for mail in mails)
    assert len(receipts) == PURCHASES
    assert set(receipts.values()) == {1}


def test_every_function_can_die_in_the_middle_of_a_purchase(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        for name in stack.description["functions"]:
            with killing(stack, seed=1, only=name, kills_max=2):
                bought = kvitto(stack, "buy", "--count", "3", "--concurrency", "3")
            assert bought["failed"] == 0, name
        report = at_rest(stack)

    assert report["breaches"] == []


@contextmanager
def killing(
    stack: Stack, *, seed: int, only: str | None = None, kills_max: int = 1000
) -> Iterator[None]:
    """Kill a function every half second or so, until the block ends."""
    dice = random.Random(seed)
    over = threading.Event()

    def kill_on() -> None:
        for _ in range(kills_max):
            if over.wait(0.2 + 0.6 * dice.random()):
                return
            name = only or dice.choice(sorted(stack.description["functions"]))
            try:
                stack.kill(name)
            except ProcessLookupError:
                continue  # it is dead already, and about to be started again

    killer = threading.Thread(target=kill_on)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def unsettle_webhooks(stack: Stack, *, duplicates: int, shuffle_ms: int) -> None:
    control = f"{stack.description['stripe_api']}/_twin/delivery"
    status, answer = call("POST", control, {"duplicates": duplicates, "shuffle_ms": shuffle_ms})
    assert status == 200, answer


def at_rest(stack: Stack) -> dict[str, Any]:
    """The audit's report once nothing is under way any more."""

    def clean() -> dict[str, Any] | None:
        report = kvitto(stack, "audit", "--at-rest", exit_codes=(0, 1))
        return None if report["breaches"] else report

    report = until(clean, REST_SECONDS_MAX)
    assert report is not None
    return report
