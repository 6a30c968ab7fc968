"""The local cloud ends and comes back, as a whole or a service at a time, under work."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.journeys.buyer import Purchase, buy
from tests.journeys.control import control, move
from tests.journeys.stack import Stack, running, until
from tests.journeys.test_kills import at_rest

pytestmark = pytest.mark.timeout(300)


def test_a_purchase_under_way_survives_the_restart_of_every_service(stack: Stack) -> None:
    bought = []
    for name in control(stack, "GET", "/state")["services"]:
        bought.append(buy(stack))
        control(stack, "POST", f"/services/{name}/restart")

    assert [purchase.completed(stack)["status"] for purchase in bought] == ["paid"] * len(bought)


def test_what_a_buyer_was_told_survives_a_kill_of_the_cloud_at_once(stack: Stack) -> None:
    purchase = buy(stack)
    told = until(lambda: purchase.order(stack))
    stack.kill("cloud")

    assert told is not None
    after = purchase.completed(stack)
    assert (after["id"], after["status"]) == (told["id"], "paid")


def test_a_snapshot_can_be_gone_back_to_while_the_functions_run(stack: Stack) -> None:
    sold = buy(stack)
    before = sold.completed(stack)
    control(stack, "POST", "/snapshots", {"name": "sold"})
    later = buy(stack)
    later.completed(stack)

    control(stack, "POST", "/snapshots/sold/restore")

    assert until(lambda: sold.order(stack)) == before
    assert later.order(stack) is None
    assert buy(stack).completed(stack)["status"] == "paid"


def test_purchases_come_out_even_while_the_cloud_is_killed_again_and_again(tmp_path: Path) -> None:
    with running(tmp_path) as stack, ThreadPoolExecutor(4) as pool:
        buying = [pool.submit(buy_in_the_end, stack) for _ in range(12)]
        kill_the_cloud(stack, times=3, dice=random.Random(11))
        bought = [one.result() for one in buying]
        move(stack, advance_seconds=20 * 60)  # past the leases of those that were broken off
        statuses = [purchase.completed(stack)["status"] for purchase in bought]
        report = at_rest(stack)

    assert statuses == ["paid"] * 12
    assert report["breaches"] == []


def buy_in_the_end(stack: Stack) -> Purchase:
    """Begin anew whenever the shop or the payment page is not there."""

    def tried() -> Purchase | None:
        try:
            return buy(stack)
        except (OSError, HTTPException, AssertionError):
            return None

    purchase = until(tried, 120)
    assert purchase is not None
    return purchase


def kill_the_cloud(stack: Stack, *, times: int, dice: random.Random) -> None:
    """Kill it again a while after it has come back."""
    for _ in range(times):
        until(lambda: is_up(stack))
        threading.Event().wait(0.5 + dice.random())
        stack.kill("cloud")
    until(lambda: is_up(stack))


def is_up(stack: Stack) -> bool:
    try:
        return bool(control(stack, "GET", "/state")["services"])
    except OSError:
        return False
