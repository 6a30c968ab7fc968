"""Tokens have the form that ids are made of, and no two are the same. The real dice, and ours."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from shared.adapters.world import SystemRandomness, utc_now
from shared.usecases.ports.world import Randomness
from tests.fakes.world import SeededRandomness

SAMPLE = 2000


@pytest.fixture(params=[SystemRandomness, SeededRandomness], ids=["system", "seeded"])
def randomness(request: pytest.FixtureRequest) -> Randomness:
    made: Randomness = request.param()
    return made


def test_a_token_is_26_lowercase_letters_and_digits_that_nobody_confuses(
    randomness: Randomness,
) -> None:
    for _ in range(SAMPLE):
        assert re.fullmatch("[a-km-np-z2-9]{26}", randomness.token())


def test_no_two_tokens_are_the_same(randomness: Randomness) -> None:
    assert len({randomness.token() for _ in range(SAMPLE)}) == SAMPLE


def test_every_letter_is_as_likely_in_every_place(randomness: Randomness) -> None:
    letters = Counter("".join(randomness.token() for _ in range(SAMPLE)))

    assert len(letters) == 32
    mean = SAMPLE * 26 / 32
    assert all(0.8 * mean < count < 1.2 * mean for count in letters.values())


def test_jitter_covers_zero_to_one_and_never_reaches_it(randomness: Randomness) -> None:
    drawn = [randomness.jitter() for _ in range(SAMPLE)]

    assert all(0 <= value < 1 for value in drawn)
    assert min(drawn) < 0.05
    assert max(drawn) > 0.95


def test_two_processes_draw_differently() -> None:
    assert SystemRandomness().token() != SystemRandomness().token()


def test_now_is_utc() -> None:
    before = datetime.now(UTC)

    assert utc_now().tzinfo is UTC
    assert utc_now() >= before
