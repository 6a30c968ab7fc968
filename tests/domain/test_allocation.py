from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.allocation import allocate
from shared.domain.errors import Broken

weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=12).filter(any)


@given(total=st.integers(0, 10**8), weights=weights)
def test_the_parts_add_up_and_are_off_by_less_than_one(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


def test_the_last_cent_goes_to_the_largest_remainder_and_the_first_among_equals() -> None:
    assert allocate(100, [1, 1, 1]) == (34, 33, 33)
    assert allocate(10, [6, 3, 1]) == (6, 3, 1)
    assert allocate(1, [1, 999]) == (0, 1)


@pytest.mark.parametrize(("total", "weights"), [(1, [0]), (1, [2, -1]), (-1, [1])])
def test_what_cannot_be_split_is_an_error_of_ours(total: int, weights: list[int]) -> None:
    with pytest.raises(Broken, match="cannot split"):
        allocate(total, weights)
