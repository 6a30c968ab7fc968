"""In one process a series is numbered by one at a time, and other series beside it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.usecases.number_in_turn import NumberInTurn

PATIENCE_SECONDS = 10


def test_runs_of_one_series_do_not_overlap() -> None:
    together = threading.Barrier(8)
    inside: list[str] = []
    crowds: list[int] = []

    def number(series: str) -> int:
        inside.append(series)
        threading.Event().wait(0.005)  # long enough for the others to come in, if they may
        crowds.append(len(inside))
        inside.remove(series)
        return 1

    in_turn = NumberInTurn(number)

    def call(_: int) -> int:
        together.wait(PATIENCE_SECONDS)
        return in_turn("INV")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(call, range(8))) == 8

    assert crowds == [1] * 8


def test_two_series_are_numbered_at_the_same_time() -> None:
    both_inside = threading.Barrier(2)

    def number(series: str) -> int:
        both_inside.wait(PATIENCE_SECONDS)  # breaks unless the other comes in, too
        return len(series)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(NumberInTurn(number), ["INV", "CN"])) == [3, 2]


def test_a_run_that_failed_leaves_the_turn_to_the_next() -> None:
    troubles = iter([RuntimeError("the database is away")])

    def number(_: str) -> int:
        for trouble in troubles:
            raise trouble
        return 7

    in_turn = NumberInTurn(number)

    with pytest.raises(RuntimeError):
        in_turn("INV")
    assert in_turn("INV") == 7
