"""A figure over its budget is named, and no budget goes unwatched."""

from __future__ import annotations

import pytest

from tests.benchmarks.budgets import BUDGETS, excesses

GOOD = {"numbers_per_second": 150.0, "paid_to_numbered_p95_s": 2.0}


def test_a_figure_at_its_budget_is_within_it() -> None:
    assert list(excesses("numbering", GOOD)) == []


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ({"numbers_per_second": 149.0}, "numbers_per_second is 149, and should be at least 150"),
        ({"paid_to_numbered_p95_s": 2.5}, "paid_to_numbered_p95_s is 2.5, and should be at most 2"),
    ],
)
def test_a_figure_beyond_its_budget_is_named(figure: dict[str, float], told: str) -> None:
    assert list(excesses("numbering", GOOD | figure)) == [f"numbering: {told}"]


@pytest.mark.parametrize("part", BUDGETS)
def test_a_budget_that_nobody_measures_is_an_error(part: str) -> None:
    with pytest.raises(KeyError):
        list(excesses(part, {}))
