"""One caller, or a flood of them, is stopped before the provider is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from shared.edge.problem import Problem
from shared.edge.throttle import Throttle, caller_address


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def admitted(throttle: Throttle, count: int, caller: Callable[[int], str]) -> int:
    passed = 0
    for number in range(count):
        try:
            throttle.admit(caller(number))
        except Problem as problem:
            assert problem.status == 429  # noqa: PT017 - only the refused ones have a status
        else:
            passed += 1
    return passed


def one(_number: int) -> str:
    return "192.0.2.1"


def many(number: int) -> str:
    return f"192.0.2.{number}"


def test_one_caller_gets_so_many_checkouts_a_minute_and_then_their_share() -> None:
    clock = Seconds()
    throttle = Throttle(per_minute_max=10, total_per_second_max=1_000, clock=clock)

    assert admitted(throttle, 100, one) == 10
    clock.now += 6
    assert admitted(throttle, 100, one) == 1
    clock.now += 3_600
    assert admitted(throttle, 100, one) == 10


def test_one_callers_flood_does_not_stop_another() -> None:
    throttle = Throttle(per_minute_max=10, total_per_second_max=1_000, clock=Seconds())
    admitted(throttle, 100, one)

    assert admitted(throttle, 5, lambda _number: "198.51.100.7") == 5


def test_all_callers_together_have_a_limit_too() -> None:
    clock = Seconds()
    throttle = Throttle(per_minute_max=10, total_per_second_max=20, clock=clock)

    assert admitted(throttle, 200, many) == 20
    clock.now += 0.5
    assert admitted(throttle, 200, lambda number: f"198.51.100.{number}") == 10


@given(wait=st.floats(0, 120, allow_nan=False))
def test_whoever_waits_as_long_as_told_is_admitted(wait: float) -> None:
    clock = Seconds()
    throttle = Throttle(per_minute_max=6, total_per_second_max=1_000, clock=clock)
    admitted(throttle, 6, one)
    clock.now += wait
    admitted(throttle, 6, one)

    with pytest.raises(Problem) as caught:
        throttle.admit(one(0))
    clock.now += int(caught.value.headers["Retry-After"])

    assert admitted(throttle, 1, one) == 1


@pytest.mark.parametrize(("waited", "told"), [(0, "10"), (4, "6"), (4.5, "6"), (9.5, "1")])
def test_whoever_is_refused_is_told_the_full_seconds_until_the_next_token(
    waited: float, told: str
) -> None:
    clock = Seconds()
    throttle = Throttle(per_minute_max=6, total_per_second_max=1_000, clock=clock)
    admitted(throttle, 6, one)
    clock.now += waited

    with pytest.raises(Problem) as caught:
        throttle.admit(one(0))

    assert caught.value.headers == {"Retry-After": told}


@pytest.mark.parametrize(("others", "again"), [(9_998, 0), (9_999, 1)])
def test_ten_thousand_callers_are_remembered_and_the_least_recent_is_forgotten(
    others: int, again: int
) -> None:
    """All callers together are one of the ten thousand."""
    throttle = Throttle(per_minute_max=1, total_per_second_max=10**9, clock=Seconds())
    admitted(throttle, 1, one)

    assert admitted(throttle, others, lambda number: f"caller-{number}") == others
    assert admitted(throttle, 1, one) == again


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.0.0.1, 198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("spoofed,203.0.113.9 ", "203.0.113.9"),
        (None, "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_only_the_address_that_the_proxy_appended_counts(
    forwarded: str | None, address: str
) -> None:
    headers = [] if forwarded is None else [("X-Forwarded-For", forwarded)]
    environ = EnvironBuilder(headers=headers).get_environ()

    assert caller_address(Request({**environ, "REMOTE_ADDR": "127.0.0.1"})) == address
