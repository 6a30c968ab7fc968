"""Those of one name take turns, and those of another are not held up."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.usecases.turns import Turns

PATIENCE_SECONDS = 10


def test_two_of_one_name_are_never_within_together() -> None:
    together = threading.Barrier(8)
    turn = Turns()
    within: list[int] = []
    crowds: list[int] = []

    def take(number: int) -> None:
        together.wait(PATIENCE_SECONDS)
        with turn("INV"):
            within.append(number)
            threading.Event().wait(0.005)  # long enough for the others to come in, if they may
            crowds.append(len(within))
            within.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(8)))

    assert crowds == [1] * 8


def test_two_of_different_names_may_be_within_together() -> None:
    both = threading.Barrier(2)
    turn = Turns()

    def take(name: str) -> int:
        with turn(name):
            return both.wait(PATIENCE_SECONDS)  # breaks unless the other comes in, too

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, ["INV", "CN"])) == [0, 1]


def test_who_leaves_with_an_error_leaves_all_the_same() -> None:
    turn = Turns()

    with pytest.raises(RuntimeError), turn("INV"):
        raise RuntimeError("the database is away")

    came_in = []
    with turn("INV"):
        came_in.append("the next")
    assert came_in == ["the next"]
