"""Every port call of the paid path, spoiled in every way, ends in the same sale."""

from __future__ import annotations

import random

import pytest

from tests.chaos.faults import Faults, Mode
from tests.chaos.points import CALLS, modes_of, points_of
from tests.chaos.run import Run
from tests.chaos.verdict import flaws_of

CRASHES = [Mode.CRASH_BEFORE, Mode.CRASH_AFTER]  # what can happen at any port
POINTS = list(points_of(CALLS))


def test_the_list_names_every_port_call_of_the_paid_path() -> None:
    faults = Faults()

    assert Run(faults).to_rest() == []

    assert faults.calls == CALLS, "write the new list to tests/chaos/paid_path.txt"


@pytest.mark.parametrize(
    ("index", "mode"), POINTS, ids=[f"{index}-{CALLS[index]}-{mode}" for index, mode in POINTS]
)
def test_a_fault_at_any_port_call_ends_in_the_same_sale(index: int, mode: Mode) -> None:
    faults = Faults({index: mode})

    assert flaws_of(Run(faults)) == []
    assert faults.struck == {index}


def pairs(seed: int, count: int) -> list[dict[int, Mode]]:
    """Two faults in one sale. The second may fall on a call that only the first one caused."""
    dice = random.Random(seed)
    return [
        {first: dice.choice(modes_of(CALLS[first])), second: dice.choice(CRASHES)}
        for first, second in (
            (dice.randrange(len(CALLS)), dice.randrange(len(CALLS) + 20)) for _ in range(count)
        )
    ]


def test_two_faults_in_one_sale_end_in_the_same_sale() -> None:
    for points in pairs(seed=1, count=300):
        assert_survives(points)


@pytest.mark.slow
def test_thousands_of_pairs_of_faults_end_in_the_same_sale() -> None:
    for points in pairs(seed=2, count=5000):
        assert_survives(points)


def assert_survives(points: dict[int, Mode]) -> None:
    assert flaws_of(Run(Faults(points))) == [], f"replay with Faults({points})"
